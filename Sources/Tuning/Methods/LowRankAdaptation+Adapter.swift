import JSON
import Tensors
import Transformers

extension LowRankAdaptation {
  /// PEFT's `LoraConfig`, every field; ranks and scales that differ from the plan's by layer.
  package var adapter: AdapterContents? {
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
    for name in Self.emptyFields { fields.append((name, .null)) }
    return AdapterContents(
      type: AdapterKind.lowRank.rawValue, fields: fields,
      tensors: parameters.map { ($0.name, $0.variable.value) })
  }

  /// What `LoraConfig` has for variants of LoRA that are not these.
  private static let emptyFields = [
    "alora_invocation_tokens", "arrow_config", "corda_config", "eva_config", "exclude_modules",
    "kasa_config", "layer_replication", "layers_pattern", "layers_to_transform", "lora_ga_config",
    "megatron_config", "monteclora_config", "target_parameters", "trainable_token_indices",
    "use_bdlora", "velora_config",
  ]

  /// The updates of an adapter folder, on the layers of a model; their names and sizes are checked.
  package convenience init(
    _ contents: AdapterContents, for model: LanguageModel
  ) throws(AdapterError) {
    let known = model.linearLayers
    guard !known.isEmpty else { throw .trainableBase }
    let architecture = model.description.architecture
    let settings = try LowRankSettings(contents)
    var layers: [Layer] = []
    for (fullName, a, b) in try settings.pairs(contents) {
      // Saved from the whole model, a part of it, or the bare body.
      let bare = (architecture.prefixes + [""]).lazy
        .filter(fullName.hasPrefix).map { String(fullName.dropFirst($0.count)) }
      guard let layer = bare.compactMap({ name in known.first { $0.name == name } }).first else {
        throw .noSuchLayer(fullName, known: Self.lastNames(of: known))
      }
      let name = Self.tensorName(fullName, "A")
      guard a.shape[1] == layer.inputs else {
        throw .wrongWidth(tensor: name, found: a.shape[1], expected: layer.inputs)
      }
      guard b.shape[0] == layer.outputs else {
        throw .wrongWidth(
          tensor: Self.tensorName(fullName, "B"), found: b.shape[0], expected: layer.outputs)
      }
      layers.append(
        Layer(
          name: layer.name, fullName: architecture.prefixes[0] + layer.name,
          a: Variable(a, requiresGradient: true), b: Variable(b, requiresGradient: true),
          alpha: settings.alpha(of: fullName)))
    }
    let order = Dictionary(
      known.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    layers.sort { order[$0.name]! < order[$1.name]! }
    guard zip(layers, layers.dropFirst()).allSatisfy({ $0.name != $1.name }) else {
      throw .wrongField("target_modules", reason: "a layer is updated twice")
    }
    var plan = settings.plan
    plan.targets = Self.targets(of: contents, choosing: layers, among: known, architecture)
    self.init(layers, plan: plan, modelType: model.network.shape.modelType)
  }

  /// The configuration's own words for the layers, where they are plain names that choose these and no
  /// others.
  private static func targets(
    of contents: AdapterContents, choosing layers: [Layer], among known: [LinearLayer],
    _ architecture: any Architecture
  ) -> [String]? {
    guard let targets = contents["target_modules"]?.array?.compactMap(\.string) else { return nil }
    let chosen = known.map(\.name).filter { name in
      targets.contains { (architecture.prefixes[0] + name).isModule($0) }
    }
    return chosen == layers.map(\.name) ? targets : nil
  }
}
