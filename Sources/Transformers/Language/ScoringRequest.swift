/// A text whose log-probability is wanted, and what is before it.
package struct ScoringRequest: Hashable, Sendable {
  package let context: String
  package let continuation: String

  package init(context: String, continuation: String) {
    self.context = context
    self.continuation = continuation
  }
}
