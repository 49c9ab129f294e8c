import Bindings
import Foundation
import Script

/// Offers what fits at an offset of an input: what the language knows by itself, and the members,
/// columns and files that a session knows.
package struct SessionCompleter {
  package struct Candidate: Equatable, Sendable {
    /// The text in the list.
    package var label: String
    /// The text that replaces the range.
    package var insert: String
    /// A few words, may be empty.
    package var help: String
    package var kind: Kind

    package enum Kind: Equatable, Sendable {
      case language(Completer.Candidate.Kind)
      case command, column, file, folder
    }

    init(
      _ label: String, insert: String? = nil, help: String? = nil,
      kind: Kind = .language(.name)
    ) {
      self.label = label
      self.insert = insert ?? label
      self.help = help ?? ""
      self.kind = kind
    }
  }

  package struct Completion: Equatable, Sendable {
    /// UTF-8 offsets.
    package var range: Range<Int>
    package var candidates: [Candidate]
  }

  private let host: EngineHost
  private let known: any NameSource
  private let folder: URL
  private let used: [Completer.KnownName]

  /// - Parameters:
  ///   - names: what cells have defined.
  ///   - folder: what relative paths begin at.
  ///   - used: names that the text has from other files.
  package init(
    _ host: EngineHost, _ names: any NameSource, folder: URL, used: [Completer.KnownName] = []
  ) {
    self.host = host
    known = names
    self.folder = folder
    self.used = used
  }

  package init(_ session: Session, folder: URL, used: [Completer.KnownName] = []) {
    self.init(session.host, session, folder: folder, used: used)
  }

  package func completion(of text: String, at offset: Int) -> Completion {
    let completer = Completer(host, names: known.knownNames + used)
    let found = completer.completion(of: text, at: offset)
    let rest = Array(text.utf8.dropFirst(found.range.upperBound))
    var candidates = found.candidates.map { candidate in
      Candidate(
        candidate.text, insert: candidate.text + suffix(candidate.suffix, before: rest),
        help: candidate.doc, kind: .language(candidate.kind))
    }
    switch found.context {
    case .member(let path, let prefix):
      // A value says more than its type.
      let known = members(of: path, prefix)
      if !known.isEmpty { candidates = known }
    case .string(let prefix, let noun, let field):
      return inString(prefix, noun, field, found.range, candidates, text, rest)
    case .fieldValue(let noun, let field, let prefix):
      if schema(noun, field)?.completion == .column, prefix.isEmpty {
        candidates =
          columns(in: text).map { Candidate($0.quoted, help: "a column", kind: .column) }
          + candidates
      }
    default: break
    }
    return Completion(range: found.range, candidates: candidates)
  }

  /// Files of these kinds, and folders, that a path outside a script could continue with.
  package func paths(_ prefix: String, _ extensions: [String]) -> [Candidate] {
    PathCandidates(folder, extensions).matching(prefix, closing: "")
  }

  // MARK: Names and members

  private func members(of path: String, _ prefix: String) -> [Candidate] {
    known.members(ofPath: path).filter { $0.name.hasPrefix(prefix) }
      .map { Candidate($0.name, help: $0.doc, kind: .language(.property)) }
  }

  // MARK: Strings

  private func inString(
    _ prefix: String, _ noun: String?, _ field: String?, _ range: Range<Int>,
    _ words: [Candidate], _ text: String, _ rest: [UInt8]
  ) -> Completion {
    let schema = noun.flatMap { noun in field.flatMap { self.schema(noun, $0) } }
    let quote = suffix("\"", before: rest)
    if field == "template" {
      // A `{` that is not yet closed begins a column.
      guard let brace = prefix.lastIndex(of: "{"), !prefix[brace...].contains("}") else {
        return Completion(range: range, candidates: [])
      }
      let start = prefix.index(after: brace)
      let begun = String(prefix[start...])
      let lower = range.upperBound - begun.utf8.count
      let names = columns(in: text).map { ($0, "a column") } + Self.placeholders
      return Completion(
        range: lower..<range.upperBound,
        candidates: names.filter { $0.0.hasPrefix(begun) }.map {
          Candidate($0.0, insert: $0.0 + suffix("}", before: rest), help: $0.1, kind: .column)
        })
    }
    var candidates = words
    switch schema?.completion {
    case .column:
      candidates += columns(in: text).filter { $0.hasPrefix(prefix) }
        .map { Candidate($0, insert: $0 + quote, help: "a column", kind: .column) }
    case .path(let extensions, _):
      candidates += PathCandidates(folder, extensions).matching(prefix, closing: quote)
    default:
      // Models and adapters are folders; other words of a noun aren't paths.
      if noun == nil || field == "from" || (field == "init" && prefix.contains("/")) {
        let extensions: [String]? = noun == nil ? nil : []
        candidates += PathCandidates(folder, extensions).matching(prefix, closing: quote)
      }
    }
    return Completion(range: range, candidates: candidates)
  }

  private static let placeholders = [
    ("soft", "the soft tokens"), ("demos", "examples from the training rows"),
    ("end", "the model's end token"),
  ]

  /// The columns of the known datasets: those of the input first, then those of the session.
  private func columns(in text: String) -> [String] {
    var columns = DataColumns(folder).named(in: text)
    for name in known.globalNames.reversed() { columns += known.columns(of: name) }
    var seen: Set<String> = []
    return columns.filter { seen.insert($0).inserted }
  }

  private func schema(_ noun: String, _ field: String) -> FieldSchema? {
    host.nouns.first { $0.name == noun }?.field(field)
  }

  /// The suffix, unless it is there already.
  private func suffix(_ suffix: String, before rest: [UInt8]) -> String {
    let mark = suffix.utf8.first { $0 != UInt8(ascii: " ") }
    guard let mark else { return rest.first == UInt8(ascii: " ") ? "" : suffix }
    return rest.first { $0 != UInt8(ascii: " ") } == mark ? "" : suffix
  }
}
