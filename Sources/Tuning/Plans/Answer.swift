/// A label and the words that it is rendered as in a prompt (its verbalizer).
package struct Answer: Hashable, Sendable {
  package let label: String
  package let words: String

  package init(label: String, words: String) {
    self.label = label
    self.words = words
  }
}
