/// How a model gives the target of a row.
package enum TargetForm: Hashable, Sendable {
  /// A decoder: as a part of the row's text.
  case text
  /// An encoder–decoder: as a reply to the text before it.
  case reply
  /// A classifier: as one of the labels, in the order of the head's logits.
  case label([String])
}
