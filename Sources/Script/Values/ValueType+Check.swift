import Diagnostics

extension ValueType {
  /// Whether a value is of the type.
  package func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.any, _), (.none, .none), (.bool, .bool), (.string, .string), (.range, .range): true
    case (.numberIn(let bounds), .number(let number)): bounds == .all || bounds.contains(number)
    case (.integerIn(let bounds), .number(let number)):
      number.exactInt != nil && bounds.contains(number)
    case (.choice(let words), .string(let text)): words.contains(text)
    case (.list(.any), .list), (.record(.any), .record): true
    case (.list(let type), .list(let items)): items.allSatisfy(type.accepts)
    case (.record(let type), .record(let record)): record.values.allSatisfy(type.accepts)
    case (.function, _): value.isCallable
    case (.elements, .list), (.elements, .range), (.elements, .string), (.elements, .record): true
    case (.elements, .object(let object)): object.count != nil
    case (.noun(let name), .object(let object)), (.object(let name), .object(let object)):
      object.isKind(name)
    case (.oneOf(let types), _): types.contains { $0.accepts(value) }
    default: false
    }
  }

  /// Whether a value is of the type's kind, whatever it holds: a list for a list of strings.
  package func acceptsKind(of value: Value) -> Bool {
    switch (self, value) {
    case (.numberIn, .number), (.integerIn, .number), (.choice, .string), (.list, .list),
      (.record, .record):
      true
    case (.oneOf(let types), _): types.contains { $0.acceptsKind(of: value) }
    default: accepts(value)
    }
  }

  /// The fault of a value that isn't of the type: what it takes, what it got, a hint.
  package func fault(for value: Value, subject: String) -> Fault {
    if case .list(let type) = self, case .list(let items) = value,
      let wrong = items.firstIndex(where: { !type.accepts($0) })
    {
      return type.fault(for: items[wrong], subject: "item \(wrong) of \(subject)")
    }
    if case .record(let type) = self, case .record(let record) = value,
      let wrong = record.first(where: { !type.accepts($0.1) })
    {
      return type.fault(for: wrong.1, subject: "\(wrong.0.quoted) of \(subject)")
    }
    return Fault("\(subject) takes \(phrase), not \(value.brief)", hint: hint(for: value))
  }

  private func hint(for value: Value) -> String? {
    if case .string(let text) = value {
      if let word = Suggestion.closest(to: text, among: choices) {
        return "did you mean \(word.quoted)?"
      }
      if let number = NumberText.parse(text), accepts(.number(number)) {
        return "write \(NumberText.text(number)) without quotes"
      }
    }
    if accepts(.string("x")), case .number = value { return "put it in quotes" }
    if accepts(.list([value])), case .list = self { return "write it as a list: […]" }
    return nil
  }
}
