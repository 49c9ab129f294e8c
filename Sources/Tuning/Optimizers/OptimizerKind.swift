package enum OptimizerKind: String, Hashable, Codable, Sendable, CaseIterable {
  case adamW = "adamw"
  case adafactor
  case sgd
}
