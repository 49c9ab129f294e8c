/// LoRA as declared; the defaults are PEFT's.
package struct LowRankPlan: Hashable, Codable, Sendable {
  /// r: the width that an update goes through.
  package var rank = 8
  /// An update is scaled by alpha / rank.
  package var alpha = 8.0
  /// Scales by alpha / √rank instead (Kalajdzievski 2023).
  package var isRankStabilised = false
  /// How the names of the updated layers end; nil takes what is usual for the model's type.
  package var targets: [String]?

  package init(
    rank: Int = 8, alpha: Double = 8, isRankStabilised: Bool = false, targets: [String]? = nil
  ) {
    self.rank = rank
    self.alpha = alpha
    self.isRankStabilised = isRankStabilised
    self.targets = targets
  }

  /// The layers that PEFT updates in a model of that `model_type` where no targets are given.
  package static func usualTargets(of modelType: String) -> [String] {
    switch modelType {
    case "gpt2": ["c_attn"]
    case "bloom", "gpt_neox": ["query_key_value"]
    case "bert", "roberta", "xlm-roberta", "electra": ["query", "value"]
    case "t5", "mt5": ["q", "v"]
    // PEFT asks for targets here; these are the same two projections, or the layer that holds them.
    case "distilbert": ["q_lin", "v_lin"]
    case "phi3": ["qkv_proj"]
    default: ["q_proj", "v_proj"]
    }
  }
}
