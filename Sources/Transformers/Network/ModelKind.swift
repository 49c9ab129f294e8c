/// Which tokens see which, and what a model is for.
package enum ModelKind: String, Hashable, Codable, Sendable {
  /// Causal attention; says what comes next.
  case decoder
  /// Every token sees every other of its row; says what a row is.
  case encoder
  /// The one reads a text, the other writes the answer.
  case encoderDecoder
}
