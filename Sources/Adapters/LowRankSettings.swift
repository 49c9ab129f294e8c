import JSON
import Tensors
import Tuning

/// What a folder's `LoraConfig` says, as far as it changes what its tensors mean.
struct LowRankSettings {
  private(set) var plan = LowRankPlan()
  private let ranks: [(pattern: String, value: Int)]
  private let alphas: [(pattern: String, value: Double)]

  /// Refuses the variants of LoRA whose tensors mean something else.
  init(_ contents: AdapterContents) throws(AdapterError) {
    for name in [
      "use_dora", "use_qalora", "lora_bias", "layer_replication", "target_parameters",
      "trainable_token_indices", "use_bdlora", "monteclora_config", "kasa_config",
      "velora_config", "arrow_config", "alora_invocation_tokens",
    ] {
      if let value = contents[name], value != .bool(false), !value.isEmpty {
        throw .unsupportedVariant(field: name)
      }
    }
    if let bias = contents["bias"], !bias.isNull, bias.string != "none" {
      throw .unsupportedVariant(field: "bias")
    }
    // These begin by taking something away from the base's own weights.
    if let start = contents["init_lora_weights"]?.string,
      !["gaussian", "eva", "orthogonal"].contains(start)
    {
      throw .unsupportedVariant(field: "init_lora_weights")
    }
    guard let rank = contents["r"]?.int, (1...Self.rankLimit).contains(rank) else {
      throw .wrongField("r", reason: "must be a whole number from 1 to \(Self.rankLimit)")
    }
    plan.rank = rank
    plan.alpha = try Self.scale(contents["lora_alpha"], "lora_alpha")
    if let flag = contents["use_rslora"], !flag.isNull {
      guard let flag = flag.bool else {
        throw .wrongField("use_rslora", reason: "must be true or false")
      }
      plan.isRankStabilised = flag
    }
    var ranks: [(String, Int)] = []
    for (pattern, value) in try Self.patterns(contents, "rank_pattern") {
      guard let rank = value.int, (1...Self.rankLimit).contains(rank) else {
        throw .wrongField("rank_pattern", reason: "must give whole numbers from 1")
      }
      ranks.append((pattern, rank))
    }
    var alphas: [(String, Double)] = []
    for (pattern, value) in try Self.patterns(contents, "alpha_pattern") {
      alphas.append((pattern, try Self.scale(value, "alpha_pattern")))
    }
    self.ranks = ranks
    self.alphas = alphas
  }

  private static let rankLimit = 1 << 16

  private static func scale(_ value: JSONValue?, _ field: String) throws(AdapterError) -> Double {
    guard let scale = value?.double, scale.isFinite, abs(scale) <= 1e9 else {
      throw .wrongField(field, reason: "must be a number")
    }
    return scale
  }

  /// PEFT takes these for regular expressions; plain names are what people write.
  private static func patterns(
    _ contents: AdapterContents, _ field: String
  ) throws(AdapterError) -> [(String, JSONValue)] {
    guard let value = contents[field], !value.isNull else { return [] }
    guard let members = value.object else { throw .wrongField(field, reason: "must be an object") }
    for member in members where member.name.contains(where: { "^$*+?()[]{}|\\".contains($0) }) {
      throw .wrongField(field, reason: "`\(member.name)` is a pattern; names can be read")
    }
    return members.map { ($0.name, $0.value) }
  }

  func alpha(of layer: String) -> Double {
    alphas.first { layer.isModule($0.pattern) }?.value ?? plan.alpha
  }

  private func rank(of layer: String) -> Int {
    ranks.first { layer.isModule($0.pattern) }?.value ?? plan.rank
  }

  /// A `[r, K]` and B `[N, r]` of every layer, in the order of the layers' full names.
  func pairs(
    _ contents: AdapterContents
  ) throws(AdapterError) -> [(layer: String, a: Tensor, b: Tensor)] {
    let start = "base_model.model."
    let (endA, endB) = (".lora_A.weight", ".lora_B.weight")
    var sides: [String: [Tensor]] = [:]
    for (name, tensor) in contents.tensors where name.hasSuffix(endA) {
      guard name.hasPrefix(start), name.count > start.count + endA.count else {
        throw .unexpectedTensor(name)
      }
      sides[String(name.dropFirst(start.count).dropLast(endA.count))] = [tensor]
    }
    for (name, tensor) in contents.tensors where !name.hasSuffix(endA) {
      let layer = String(name.dropFirst(start.count).dropLast(endB.count))
      guard name.hasPrefix(start), name.hasSuffix(endB), sides[layer] != nil else {
        throw .unexpectedTensor(name)
      }
      sides[layer]!.append(tensor)
    }
    guard !sides.isEmpty else { throw .missingTensor("lora_A.weight") }
    var pairs: [(String, Tensor, Tensor)] = []
    for (layer, tensors) in sides.sorted(by: { $0.key < $1.key }) {
      guard tensors.count == 2 else { throw .missingTensor(start + layer + endB) }
      let (a, b) = (tensors[0], tensors[1])
      let rank = rank(of: layer)
      guard a.rank == 2, a.shape[0] == rank, a.count > 0 else {
        throw .wrongShape(tensor: start + layer + endA, found: a.shape, expected: [rank, nil])
      }
      guard b.rank == 2, b.shape[1] == rank, b.count > 0 else {
        throw .wrongShape(tensor: start + layer + endB, found: b.shape, expected: [nil, rank])
      }
      pairs.append((layer, a, b))
    }
    return pairs
  }
}
