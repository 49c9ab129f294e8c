/// Something a run produced after training, as JSON: a score of a split, a generated text.
package struct StoredOutput: Hashable, Sendable {
  /// `score`, `generation`, ….
  package let kind: String
  /// The split it is about; empty where it is about none.
  package let split: String
  /// What was asked for, so that another question doesn't replace the answer.
  package let input: String
  package let json: String

  package init(kind: String, split: String = "", input: String = "", json: String) {
    self.kind = kind
    self.split = split
    self.input = input
    self.json = json
  }
}
