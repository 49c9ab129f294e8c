/// Work that takes long and isn't a run: scoring, comparing, generating.
package struct WorkProgress: Sendable, Equatable {
  /// What is counted.
  package enum Unit: Sendable { case rows, tokens }

  /// `scoring first`.
  package let title: String
  package let unit: Unit
  package let done: Int
  /// nil while the end isn't known.
  package let total: Int?
}
