/// The methods of PEFT that a folder can hold for pts, by their `peft_type`.
package enum AdapterKind: String, Hashable, Sendable, CaseIterable {
  case prompt = "PROMPT_TUNING"
  case ptuning = "P_TUNING"
  case prefix = "PREFIX_TUNING"
  case multitask = "MULTITASK_PROMPT_TUNING"
  /// Context-aware prompt tuning leaves the same tensor as prompt tuning.
  case contextAware = "CPT"
  /// A cartridge leaves the same tensor as prefix tuning.
  case cartridge = "CARTRIDGE"
  case lowRank = "LORA"

  /// Fields that may be true: what they change is known, or is refused by its own name.
  var knownFlags: Set<String> {
    let own: Set<String> =
      switch self {
      case .lowRank:
        [
          "fan_in_fan_out", "use_rslora", "ensure_weight_tying", "merge_weights",
          "use_dora", "use_qalora", "lora_bias", "use_bdlora",
        ]
      case .prefix: ["prefix_projection"]
      default: []
      }
    return own.union(["inference_mode", "init_lora_weights"])
  }

  /// Whether it leaves `prompt_embeddings`.
  var isPrompt: Bool { self != .lowRank }

  /// Whether its prompt is keys and values, not embeddings.
  var isPrefix: Bool { self == .prefix || self == .cartridge }
}
