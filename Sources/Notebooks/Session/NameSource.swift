import Bindings
import Script

/// What cells have defined, for completion and help: a session at its prompt, or a snapshot of one that
/// is busy.
package protocol NameSource {
  /// Sorted.
  var globalNames: [String] { get }
  var knownNames: [Completer.KnownName] { get }
  /// The names that can be given to `:run`, sorted.
  var cellNames: [String] { get }
  /// The members of the value that a path such as `run.prompt` has; none where there is no value.
  func members(ofPath path: String) -> [(name: String, doc: String?)]
  /// Nil where there is no value.
  func typeName(ofPath path: String) -> String?
  /// What `?path` says of the value.
  func description(ofPath path: String) -> String?
  /// Of a dataset; empty for all other names.
  func columns(of name: String) -> [String]
}

extension Session: NameSource {
  package var globalNames: [String] { interpreter.globalNames }

  package var knownNames: [Completer.KnownName] {
    globalNames.map { name in
      let value = interpreter.value(of: name)
      var noun: String?
      if case .object(let object)? = value {
        noun = host.nouns.first { object.isKind($0.name) }?.name
      }
      return Completer.KnownName(
        name, noun: noun, doc: value.map { noun == nil ? $0.kindPhrase : $0.text.firstLine })
    }
  }

  package var cellNames: [String] { Set(cells.flatMap(\.defined)).sorted() }

  package func members(ofPath path: String) -> [(name: String, doc: String?)] {
    interpreter.value(ofPath: path).map { interpreter.members(of: $0) } ?? []
  }

  package func typeName(ofPath path: String) -> String? {
    interpreter.value(ofPath: path)?.typeName
  }

  package func description(ofPath path: String) -> String? {
    interpreter.value(ofPath: path).map { MemberHelp(interpreter).text(path, $0) }
  }

  package func columns(of name: String) -> [String] {
    guard case .object(let object)? = interpreter.value(of: name), object.isKind("dataset"),
      case .list(let items)? = interpreter.value(ofPath: "\(name).columns")
    else { return [] }
    return items.map(\.text)
  }
}

extension Value {
  fileprivate var kindPhrase: String {
    switch self {
    case .list(let items): "a list of \(items.count)"
    case .number, .bool, .string: String(source.prefix(40))
    default: typeName
    }
  }
}

extension String {
  fileprivate var firstLine: String { split(separator: "\n").first.map(String.init) ?? "" }
}
