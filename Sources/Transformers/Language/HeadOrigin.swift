/// Where a classification head's values come from.
package enum HeadOrigin: Hashable, Sendable {
  /// Trained with the folder's model.
  case checkpoint
  /// Drawn by seed, and so untrained; `found` labels are what the folder's own head tells apart, nil where
  /// it has none.
  case drawn(found: Int?)
}
