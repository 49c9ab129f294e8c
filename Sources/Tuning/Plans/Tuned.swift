/// What is tuned: the prompt in front of a frozen model, or, as baselines, a classification's head
/// alone, low-rank updates of the model's layers, or the model itself.
package enum Tuned: String, Hashable, Codable, Sendable, CaseIterable {
  case prompt
  case head
  case lora
  case full
}
