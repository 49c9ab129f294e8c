/// What a script computes with; lists and records are values, so no two names share one.
package enum Value {
  case none
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([Value])
  case record(Record)
  case range(RangeValue)
  case function(Function)
  case builtin(Builtin)
  case method(BoundMethod)
  case object(any HostObject)
}

extension Value {
  /// The word that `type(x)` gives and that messages use.
  package var typeName: String {
    switch self {
    case .none: "none"
    case .bool: "bool"
    case .number: "number"
    case .string: "string"
    case .list: "list"
    case .record: "record"
    case .range: "range"
    case .function, .builtin, .method: "function"
    case .object(let object): object.typeName
    }
  }

  package var isNone: Bool {
    if case .none = self { true } else { false }
  }

  var isCallable: Bool {
    switch self {
    case .function, .builtin, .method: true
    default: false
    }
  }

  /// How a message names the value: `the string "high"`, `0.5`, `a list`.
  package var brief: String {
    switch self {
    case .none: "`none`"
    case .bool(let flag): "\(flag)"
    case .number(let number): NumberText.text(number)
    case .string(let text):
      text.utf8.count <= 40 ? "the string \(text.quoted)" : "a string of \(text.count) characters"
    case .list: "a list"
    case .record: "a record"
    case .range: "a range"
    case .function, .builtin, .method: "a function"
    case .object(let object): Phrase.withArticle(object.typeName)
    }
  }
}
