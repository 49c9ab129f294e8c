/// `args` of a script that declares its options: their values by name, and the other words of the command
/// line as a list.
package final class ArgumentsObject: HostObject {
  private let options: Record
  private let words: [Value]

  init(_ options: Record, _ words: [Value]) {
    self.options = options
    self.words = words
  }

  package var typeName: String { "args" }
  package var memberNames: [String] { Array(options.keys) }
  package func member(_ name: String) -> Value? { options[name] }

  package var count: Int? { words.count }
  package func element(_ index: Int) -> Value { words[index] }

  package func index(_ items: [IndexItem]) throws -> Value? {
    try Indexing.value(.list(words), items)
  }

  package func contains(_ value: Value) -> Bool? { words.contains { $0.isEqual(to: value) } }

  package var text: String {
    Value.record(options).text + (words.isEmpty ? "" : " " + Value.list(words).text)
  }

  package func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(.record(options), to: &output)
    return true
  }
}
