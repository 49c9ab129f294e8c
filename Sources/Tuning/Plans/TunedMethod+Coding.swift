/// The methods under the names that the language has for them.
extension TunedMethod: Codable {
  private enum Field: String, CodingKey {
    case kind, network, width, layers, projection, rank, task, tasks, alpha, targets
    case isRankStabilised
  }

  private enum Kind: String, Codable {
    case prompt, ptuning, prefix, deep, multitask, lora
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    func put(_ kind: Kind) throws { try fields.encode(kind, forKey: .kind) }
    switch self {
    case .prompt(.prompt): try put(.prompt)
    case .prompt(.ptuning(let network)):
      try put(.ptuning)
      try fields.encode(network.kind.rawValue, forKey: .network)
      try fields.encodeIfPresent(network.width, forKey: .width)
      try fields.encode(network.layers, forKey: .layers)
    case .prompt(.prefix(let projection)):
      try put(.prefix)
      try fields.encodeIfPresent(projection, forKey: .projection)
    case .prompt(.deep): try put(.deep)
    case .prompt(.multitask(let rank, let task, let tasks)):
      try put(.multitask)
      try fields.encode(rank, forKey: .rank)
      try fields.encode(task, forKey: .task)
      try fields.encode(tasks, forKey: .tasks)
    case .lowRank(let plan):
      try put(.lora)
      try fields.encode(plan.rank, forKey: .rank)
      try fields.encode(plan.alpha, forKey: .alpha)
      try fields.encode(plan.isRankStabilised, forKey: .isRankStabilised)
      try fields.encodeIfPresent(plan.targets, forKey: .targets)
    }
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    switch try fields.decode(Kind.self, forKey: .kind) {
    case .prompt: self = .prompt(.prompt)
    case .ptuning:
      let name = try fields.decode(String.self, forKey: .network)
      guard let kind = MethodPlan.PromptNetwork.Kind(rawValue: name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .network, in: fields, debugDescription: "`\(name)` is no network of a p-tuning")
      }
      self = .prompt(
        .ptuning(
          MethodPlan.PromptNetwork(
            kind: kind, width: try fields.decodeIfPresent(Int.self, forKey: .width),
            layers: try fields.decode(Int.self, forKey: .layers))))
    case .prefix:
      self = .prompt(.prefix(projection: try fields.decodeIfPresent(Int.self, forKey: .projection)))
    case .deep: self = .prompt(.deep)
    case .multitask:
      self = .prompt(
        .multitask(
          rank: try fields.decode(Int.self, forKey: .rank),
          task: try fields.decode(String.self, forKey: .task),
          tasks: try fields.decode([String].self, forKey: .tasks)))
    case .lora:
      self = .lowRank(
        LowRankPlan(
          rank: try fields.decode(Int.self, forKey: .rank),
          alpha: try fields.decode(Double.self, forKey: .alpha),
          isRankStabilised: try fields.decode(Bool.self, forKey: .isRankStabilised),
          targets: try fields.decodeIfPresent([String].self, forKey: .targets)))
    }
  }

  /// Whether every size is one that memory can be allocated for.
  package var isInRange: Bool {
    let sizes = 1...(1 << 20)
    return switch self {
    case .prompt(.prompt), .prompt(.deep): true
    case .prompt(.ptuning(let network)):
      sizes.contains(network.width ?? 1) && (1...64).contains(network.layers)
    case .prompt(.prefix(let projection)): sizes.contains(projection ?? 1)
    case .prompt(.multitask(let rank, _, let tasks)):
      sizes.contains(rank) && sizes.contains(tasks.count)
    case .lowRank(let plan): sizes.contains(plan.rank) && plan.alpha.isFinite
    }
  }
}
