import JSON
import Tensors
import Tuning

extension TuningMethod {
  /// What an adapter folder keeps of it; nil where the model itself was trained and is saved whole.
  package var adapter: AdapterContents? { exported.map(AdapterContents.init) }
}

extension AdapterContents {
  /// The method in PEFT's words.
  init(_ method: ExportedMethod) {
    switch method {
    case .soft(let embedding):
      self.init(
        type: AdapterKind.prompt.rawValue,
        fields: [
          ("num_virtual_tokens", .integer(embedding.shape[0])),
          ("prompt_tuning_init", .text("RANDOM")), ("prompt_tuning_init_text", .null),
          ("tokenizer_kwargs", .null), ("tokenizer_name_or_path", .null),
        ], tensors: [(Self.prompt, embedding)])
    case .encoded(let embedding, let network):
      // The soft tokens alone, as PEFT keeps them: what made them is not in its folder.
      self.init(
        type: AdapterKind.ptuning.rawValue,
        fields: [
          ("encoder_dropout", .double(0)),
          ("encoder_hidden_size", .integer(network.width ?? embedding.shape[1])),
          ("encoder_num_layers", .integer(network.layers)),
          ("encoder_reparameterization_type", .text(network.kind.rawValue.uppercased())),
          ("num_virtual_tokens", .integer(embedding.shape[0])),
        ], tensors: [(Self.prompt, embedding)])
    case .prefix(let values, let innerWidth, let isProjected):
      self.init(
        type: AdapterKind.prefix.rawValue,
        fields: [
          ("encoder_hidden_size", .integer(innerWidth)), ("init_weights", .null),
          ("num_virtual_tokens", .integer(values.shape[0])),
          ("prefix_projection", .bool(isProjected)),
        ], tensors: [(Self.prompt, values)])
    case .deep(let layers):
      // PEFT has no such method.
      self.init(
        type: nil,
        fields: [
          ("num_layers", .integer(layers.count)),
          ("num_virtual_tokens", .integer(layers[0].shape[0])),
        ], tensors: layers.enumerated().map { (DeepPrompt.name($0.offset), $0.element) })
    case .multitask(let embedding, let columns, let rows, let tokens):
      self.init(
        type: AdapterKind.multitask.rawValue,
        fields: [
          ("num_ranks", .integer(columns.shape[2])), ("num_tasks", .integer(columns.shape[0])),
          ("num_transformer_submodules", .integer(embedding.shape[0] / tokens)),
          ("num_virtual_tokens", .integer(tokens)), ("prompt_tuning_init", .text("RANDOM")),
          ("prompt_tuning_init_state_dict_path", .null), ("prompt_tuning_init_task", .integer(0)),
          ("prompt_tuning_init_text", .null), ("tokenizer_kwargs", .null),
          ("tokenizer_name_or_path", .null),
        ], tensors: [(Self.prompt, embedding), (Self.columns, columns), (Self.rows, rows)])
    case .lowRank(let layers, let plan, let hasTransposedWeights):
      self.init(
        type: AdapterKind.lowRank.rawValue,
        fields: Self.lowRankFields(layers, plan, hasTransposedWeights),
        tensors: layers.flatMap(\.parameters).map { ($0.name, $0.variable.value) })
    }
  }

  /// PEFT's `LoraConfig`, every field; ranks and scales that differ from the plan's by layer.
  private static func lowRankFields(
    _ layers: [LowRankAdaptation.Layer], _ plan: LowRankPlan, _ hasTransposedWeights: Bool
  ) -> [(name: String, value: JSONValue)] {
    let texts = { (names: [String]) in JSONValue.array(names.map { .text($0) }) }
    let ranks = layers.filter { $0.rank != plan.rank }
      .map { JSONMember(key: Array($0.fullName.utf8), value: .integer($0.rank)) }
    let alphas = layers.filter { $0.alpha != plan.alpha }
      .map { JSONMember(key: Array($0.fullName.utf8), value: .number($0.alpha)) }
    var fields: [(name: String, value: JSONValue)] = [
      ("r", .integer(plan.rank)), ("lora_alpha", .number(plan.alpha)),
      ("target_modules", texts(plan.targets ?? layers.map(\.fullName))),
      ("fan_in_fan_out", .bool(hasTransposedWeights)),
      ("use_rslora", .bool(plan.isRankStabilised)), ("rank_pattern", .object(ranks)),
      ("alpha_pattern", .object(alphas)), ("lora_dropout", .double(0)), ("bias", .text("none")),
      ("init_lora_weights", .bool(true)), ("loftq_config", .object([])),
      ("megatron_core", .text("megatron.core")), ("qalora_group_size", .integer(16)),
    ]
    for name in ["ensure_weight_tying", "lora_bias", "use_dora", "use_qalora"] {
      fields.append((name, .bool(false)))
    }
    for name in emptyLowRankFields { fields.append((name, .null)) }
    return fields
  }

  /// What `LoraConfig` has for variants of LoRA that are not these.
  private static let emptyLowRankFields = [
    "alora_invocation_tokens", "arrow_config", "corda_config", "eva_config", "exclude_modules",
    "kasa_config", "layer_replication", "layers_pattern", "layers_to_transform", "lora_ga_config",
    "megatron_config", "monteclora_config", "target_parameters", "trainable_token_indices",
    "use_bdlora", "velora_config",
  ]
}
