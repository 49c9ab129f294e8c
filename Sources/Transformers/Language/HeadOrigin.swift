/// Where a classification head's values come from.
package enum HeadOrigin: Hashable, Sendable {
  /// Trained with the folder's model.
  case checkpoint
  /// Drawn by seed, and so untrained; `found` is the number of labels of the folder's own head, nil where
  /// it has none.
  case drawn(found: Int?)
}
