import Foundation
import JSON

/// The hub as its server shows it: what a revision holds, and each file's hash, size and bytes.
final class HubServer {
  /// A file of one commit, as its header tells.
  struct RemoteFile: Equatable {
    let name: String
    /// SHA-256 of the bytes, or git's SHA-1 of them as a blob; the name of the blob in the cache.
    let hash: String
    let size: Int
  }

  struct Listing {
    let commit: String
    let files: Set<String>
  }

  private static let mostRedirects = 10
  private static let longestListing = 1 << 25
  /// In bytes; the sizes of as many files as a list can hold add up without overflow.
  private static let largestFile = 1 << 42

  private let root: Address
  private let settings: HubSettings
  private let http: HTTPClient
  private let token: String?
  private let retrying: Retrying

  var host: String { root.host }
  var hasToken: Bool { token != nil }

  init(_ settings: HubSettings, isCancelled: @escaping () -> Bool) throws(HubError) {
    guard let root = Address(settings.endpoint), root.url.query == nil else {
      throw .badEndpoint(settings.endpoint)
    }
    self.root = root
    self.settings = settings
    http = try HTTPClient(authorities: settings.authorities, isCancelled: isCancelled)
    token = settings.token()
    retrying = Retrying(firstPause: settings.firstPause, isCancelled: isCancelled)
  }

  /// Where a person reads about the repository and accepts its licence.
  func page(_ repository: RepositoryID) -> String { root.appending(repository.description).text }

  /// - Parameter report: called at each new attempt.
  func listing(
    _ repository: RepositoryID, _ revision: Revision, report: (DownloadEvent) -> Void
  ) throws -> Listing {
    let name = "\(repository)"
    let reference = revision.description.replacingOccurrences(of: "/", with: "%2F")
    let address = Address(
      root.appending("api/models", repository.description, "revision").text + "/" + reference)!
    let body = try retrying.perform(name, host: host, report: report) { () -> Data in
      var body = Data()
      let (head, last) = try follow(.get, address, seconds: settings.answerSeconds) { head, bytes in
        guard head.status == 200 else { return }
        guard body.count + bytes.count <= Self.longestListing else {
          throw badAnswer(name, "the list of its files is too long")
        }
        body.append(contentsOf: bytes)
      }
      try check(head, from: last, repository, revision, file: name)
      return body
    }
    guard let value = try? JSONValue(parsing: body), let commit = value["sha"]?.string,
      Commit.isOne(commit), let siblings = value["siblings"]?.array
    else { throw badAnswer(name, "it is no list of files; is it a hub?") }
    if revision.isCommit, commit != revision.description {
      throw badAnswer(name, "it has another commit")
    }
    return Listing(commit: commit, files: Set(siblings.compactMap { $0["rfilename"]?.string }))
  }

  /// What the header of a file tells.
  func remoteFile(
    _ name: String, _ repository: RepositoryID, commit: String, report: (DownloadEvent) -> Void
  ) throws -> RemoteFile {
    let head = try retrying.perform(name, host: host, report: report) {
      let (head, last) = try follow(
        .head, address(name, repository, commit), seconds: settings.answerSeconds, leavesHub: false
      ) { _, _ in }
      if !head.isRedirect {
        try check(head, from: last, repository, Revision(commit)!, file: name)
      }
      return head
    }
    guard head.fields["x-repo-commit"] == commit else {
      throw badAnswer(name, "its commit is not named; is it a hub?")
    }
    let tag = head.fields["x-linked-etag"] ?? head.fields["etag"] ?? ""
    let hash = (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...])
      .trimmingCharacters(in: ["\""])
    guard hash.isHexadecimal(digits: 64) || hash.isHexadecimal(digits: 40) else {
      throw badAnswer(name, "its ETag is no hash")
    }
    // A redirect's own length is not the file's.
    let size =
      head.fields["x-linked-size"] ?? (head.isRedirect ? nil : head.fields["content-length"])
    guard let size = size.flatMap({ Int($0) }), (0...Self.largestFile).contains(size) else {
      throw badAnswer(name, "its size is missing, or out of range")
    }
    return RemoteFile(name: name, hash: hash, size: size)
  }

  /// One attempt to get the bytes of a file from `offset` on.
  ///
  /// - Parameter receive: gets the bytes; its first argument says where they begin, which is 0 when the
  ///   server knows no ranges.
  func bytes(
    of file: RemoteFile, _ repository: RepositoryID, commit: String, from offset: Int,
    receive: (_ start: Int, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let fields = offset > 0 ? ["Range: bytes=\(offset)-"] : []
    var position: Int?
    let (head, last) = try follow(
      .get, address(file.name, repository, commit), fields: fields, seconds: settings.stallSeconds
    ) { head, bytes in
      guard head.status == 200 || head.status == 206 else { return }
      if position == nil { position = try start(head, of: file, requested: offset) }
      try receive(position!, bytes)
      position! += bytes.count
    }
    try check(head, from: last, repository, Revision(commit)!, file: file.name)
  }

  private func start(_ head: HTTPHead, of file: RemoteFile, requested: Int) throws -> Int {
    if head.status == 200 { return 0 }
    guard head.fields["content-range"] == "bytes \(requested)-\(file.size - 1)/\(file.size)" else {
      throw badAnswer(file.name, "another range than the requested one")
    }
    return requested
  }

  func badAnswer(_ file: String, _ reason: String) -> HubError {
    .badAnswer(host: root.host, file: file, reason: reason)
  }

  // MARK: Requests

  private func address(_ file: String, _ repository: RepositoryID, _ commit: String) -> Address {
    root.appending(repository.description, "resolve", commit, file)
  }

  /// Sends a request and goes where its answers lead; the token goes to the hub itself only.
  ///
  /// - Parameter leavesHub: whether to follow a redirect to another server. Its header tells nothing of
  ///   the file.
  private func follow(
    _ method: HTTPClient.Method, _ first: Address, fields: [String] = [], seconds: Int,
    leavesHub: Bool = true, receive: (HTTPHead, UnsafeRawBufferPointer) throws -> Void
  ) throws -> (HTTPHead, Address) {
    var address = first
    var known: [String: String] = [:]
    for _ in 0...Self.mostRedirects {
      // A compressed body would have another length and another hash.
      var lines = fields + ["Accept-Encoding: identity", "User-Agent: pts"]
      if let token, address.hasOrigin(of: root) { lines.append("Authorization: Bearer \(token)") }
      var head = try http.send(
        method, address.text, fields: lines, seconds: seconds, receive: receive)
      // The hub tells of a file in the first answer that knows it.
      for name in ["x-repo-commit", "x-linked-etag", "x-linked-size", "x-error-code"] {
        known[name] = known[name] ?? head.fields[name]
        head.fields[name] = known[name]
      }
      guard head.isRedirect, let location = head.fields["location"] else { return (head, address) }
      guard let next = address.following(location) else {
        throw badAnswer(first.url.lastPathComponent, "a redirect that leads nowhere safe")
      }
      if !leavesHub, !next.hasOrigin(of: root) { return (head, address) }
      address = next
    }
    throw badAnswer(first.url.lastPathComponent, "more than \(Self.mostRedirects) redirects")
  }

  /// Throws what an answer other than success means.
  private func check(
    _ head: HTTPHead, from address: Address, _ repository: RepositoryID, _ revision: Revision,
    file: String
  ) throws {
    if (200...299).contains(head.status) { return }
    if let pause = Retrying.Transient(head) { throw pause }
    // Another server knows nothing of repositories.
    guard address.hasOrigin(of: root) else {
      throw HubError.failed(host: address.host, file: file, status: head.status)
    }
    let code = head.fields["x-error-code"]
    switch (head.status, code) {
    case (_, "RevisionNotFound"): throw HubError.noRevision(repository, revision)
    case (_, "EntryNotFound"): throw HubError.lacksFile(repository, name: file)
    case (401, _), (403, _):
      throw HubError.refused(
        repository, page: page(repository), isGated: code == "GatedRepo",
        hasToken: hasToken, cached: [])
    case (404, _): throw HubError.noRepository(repository, cached: [])
    default: throw HubError.failed(host: root.host, file: file, status: head.status)
    }
  }
}
