import Foundation
import Hub
import LoopbackServer
import XCTest

/// What can't be fetched, and servers that mean no good: each is told apart, and nothing of it is kept.
final class RefusalTests: HubTestCase {
  func testOffline() {
    assertFault(.offline(repository, .main, missing: [])) {
      try fetch("main", ["HF_HUB_OFFLINE": "1"])
    }
    XCTAssertEqual(server.hub.requests.count, 0)
    XCTAssertFalse(FileManager.default.fileExists(atPath: cache.path))
  }

  func testNoServer() throws {
    // A port that nobody listens on any more.
    let gone = try LoopbackServer { _ in .init(200) }
    gone.stop()
    usleep(50_000)
    XCTAssertThrowsError(try fetch("main", ["HF_ENDPOINT": gone.address])) { error in
      guard case .unreachable("127.0.0.1:\(gone.port)", _) = error as? HubError else {
        return XCTFail("\(error)")
      }
    }
    assertFault(.badEndpoint("ftp://a")) { try fetch("main", ["HF_ENDPOINT": "ftp://a"]) }
  }

  func testAServerThatSaysNothing() throws {
    let silent = try LoopbackServer { _ in
      sleep(20)
      return .init(200)
    }
    defer { silent.stop() }
    let began = Date()
    XCTAssertThrowsError(
      try fetch("main", ["HF_ENDPOINT": silent.address, "HF_HUB_ETAG_TIMEOUT": "1"])
    ) { error in
      guard case .unreachable = error as? HubError else { return XCTFail("\(error)") }
    }
    XCTAssertLessThan(Date().timeIntervalSince(began), 15)
  }

  func testWhoMayNotRead() throws {
    server.change { $0.token = "secret" }
    let page = "\(server.hub.address)/\(Self.name)"
    assertFault(
      .refused(repository, page: page, isGated: false, hasToken: false, cached: [])
    ) { try fetch() }
    server.change { $0.isGated = true }
    assertFault(
      .refused(repository, page: page, isGated: true, hasToken: true, cached: [])
    ) { try fetch("main", ["HF_TOKEN": "another"]) }
  }

  func testNoSuchRepository() throws {
    try fetch()
    let hub = ModelHub(settings(), report: { _ in }, isCancelled: { false })
    let wanted = RepositoryID("somebody/tinny-model")!
    assertFault(.noRepository(wanted, cached: [repository])) {
      _ = try hub.folder(wanted, .main)
    }
  }

  func testAnotherLibrarysWeights() {
    server.change {
      $0.files["model.safetensors"] = nil
      $0.files["pytorch_model.bin"] = nil
      $0.files["flax_model.msgpack"] = .init("weights")
    }
    assertFault(.noWeights(repository, found: ["flax_model.msgpack"])) { try fetch() }
  }

  func testARepositoryThatIsNoModel() throws {
    server.change { $0.files["tokenizer.json"] = nil }
    assertFault(.lacksFile(repository, name: "tokenizer.json")) { try fetch() }
    XCTAssertEqual(server.delivery.requests.count, 0)
    // That is remembered in the cache's own way, and said offline too.
    let mark = ".no_exist/\(server.commit)/tokenizer.json"
    XCTAssertNotNil(try listing()["models--somebody--tiny-model/\(mark)"])
    assertFault(.lacksFile(repository, name: "tokenizer.json")) {
      try fetch("main", ["HF_HUB_OFFLINE": "1"])
    }
  }

  func testNamesThatLeaveTheFolder() throws {
    let escaped = "escaped-\(UUID().uuidString).safetensors"
    defer { XCTAssertFalse(FileManager.default.fileExists(atPath: "/tmp/\(escaped)")) }
    server.change {
      $0.listedNames =
        Self.files.keys.sorted() + ["../../../../\(escaped)", "/tmp/\(escaped)", "a/../../b"]
    }
    try fetch()
    let names = try listing().keys
    XCTAssertFalse(names.contains { $0.contains("escaped") || $0.hasSuffix("/b") })
    let parent = folder.deletingLastPathComponent().appendingPathComponent(escaped).path
    XCTAssertFalse(FileManager.default.fileExists(atPath: parent))

    for shard in [
      "../../../../\(escaped)", "/tmp/\(escaped)", "..", "a/b.safetensors",
    ] {
      try? FileManager.default.removeItem(at: cache)
      server.change {
        $0.files["model.safetensors"] = nil
        $0.files["model.safetensors.index.json"] = .init("{\"weight_map\": {\"a\": \"\(shard)\"}}")
        $0.listedNames = nil
        $0.files[shard] = .init("escaped")
      }
      XCTAssertThrowsError(try fetch()) { error in
        guard case .badAnswer = error as? HubError else { return XCTFail("\(error)") }
      }
    }
  }

  func testHostileFields() throws {
    let right = Self.files["model.safetensors"]!
    let cases: [[String: String]] = [
      ["X-Linked-ETag": "\"../../../escaped\""], ["X-Linked-ETag": ""],
      ["X-Linked-ETag": "\"\(right.hash.uppercased())\""], ["X-Linked-Size": "-1"],
      ["X-Linked-Size": "99999999999999999999"], ["X-Linked-Size": "\(Int.max)"],
      ["X-Linked-Size": "many"],
      ["X-Repo-Commit": "main"], ["Location": "file:///etc/passwd"], ["Location": "http://"],
    ]
    for fields in cases {
      server.change { $0.fields["model.safetensors"] = fields }
      XCTAssertThrowsError(try fetch(), "\(fields)") { error in
        guard case .badAnswer = error as? HubError else { return XCTFail("\(fields): \(error)") }
      }
    }
    // Sizes that are lies, but possible ones.
    for (size, isDiskFault) in [("\(1 << 41)", true), ("10", false)] {
      server.change { $0.fields["model.safetensors"] = ["X-Linked-Size": size] }
      XCTAssertThrowsError(try fetch()) { error in
        switch error as? HubError {
        case .diskFull: XCTAssertTrue(isDiskFault)
        case .badAnswer: XCTAssertFalse(isDiskFault)
        default: XCTFail("\(error)")
        }
      }
    }
    let left = try listing().keys.filter { $0.contains(right.hash) && !$0.hasSuffix(".lock") }
    XCTAssertEqual(left.filter { !$0.hasSuffix(".incomplete") }, [])
  }

  func testAListThatIsNone() throws {
    for body in ["", "{}", "[]", "{\"sha\": \"../..\", \"siblings\": []}", "<html>"] {
      let other = try LoopbackServer { _ in .init(200, body: Data(body.utf8)) }
      defer { other.stop() }
      XCTAssertThrowsError(try fetch("main", ["HF_ENDPOINT": other.address])) { error in
        guard case .badAnswer = error as? HubError else { return XCTFail("\(error)") }
      }
    }
  }

  func testRedirectsWithoutEnd() throws {
    let other = try LoopbackServer { _ in .init(302, ["Location": "/again"]) }
    defer { other.stop() }
    XCTAssertThrowsError(try fetch("main", ["HF_ENDPOINT": other.address])) { error in
      guard case .badAnswer = error as? HubError else { return XCTFail("\(error)") }
    }
    XCTAssertLessThan(other.requests.count, 20)
  }

  func testACacheThatCantBeWritten() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: cache)
    XCTAssertThrowsError(try fetch()) { error in
      guard case .unwritable = error as? HubError else { return XCTFail("\(error)") }
    }
  }
}
