/// The hyperparameters under the names that files have for them.
extension Hyperparameters: Codable {
  private enum CodingKeys: String, CodingKey {
    case optimizer = "optimizer"
    case learningRate = "learningRate"
    case length = "length"
    case batch = "batch"
    case accumulate = "accumulate"
    case schedule = "schedule"
    case warmUp = "warmUp"
    case decay = "decay"
    case betas = "betas"
    case epsilon = "epsilon"
    case momentum = "momentum"
    case clip = "clip"
    case labelSmoothing = "labelSmoothing"
    case classWeights = "classWeights"
    case seed = "seed"
    case shuffles = "shuffles"
    case evaluateEvery = "evaluateEvery"
    case evaluatesStart = "evaluatesStart"
    case patience = "patience"
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(optimizer, forKey: .optimizer)
    try values.encode(learningRate, forKey: .learningRate)
    try values.encode(length, forKey: .length)
    try values.encode(batch, forKey: .batch)
    try values.encode(accumulate, forKey: .accumulate)
    try values.encode(schedule, forKey: .schedule)
    try values.encode(warmUp, forKey: .warmUp)
    try values.encode(decay, forKey: .decay)
    try values.encode(betas, forKey: .betas)
    try values.encode(epsilon, forKey: .epsilon)
    try values.encode(momentum, forKey: .momentum)
    try values.encodeIfPresent(clip, forKey: .clip)
    try values.encode(labelSmoothing, forKey: .labelSmoothing)
    try values.encodeIfPresent(classWeights, forKey: .classWeights)
    try values.encode(seed, forKey: .seed)
    try values.encode(shuffles, forKey: .shuffles)
    try values.encodeIfPresent(evaluateEvery, forKey: .evaluateEvery)
    try values.encode(evaluatesStart, forKey: .evaluatesStart)
    try values.encodeIfPresent(patience, forKey: .patience)
  }

  /// Folders of earlier versions lack the fields that came later.
  package init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.container(keyedBy: CodingKeys.self)
    optimizer = try values.decode(OptimizerKind.self, forKey: .optimizer)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    length = try values.decode(Length.self, forKey: .length)
    batch = try values.decode(Int.self, forKey: .batch)
    accumulate = try values.decodeIfPresent(Int.self, forKey: .accumulate) ?? accumulate
    schedule = try values.decode(Schedule.Kind.self, forKey: .schedule)
    warmUp = try values.decode(Double.self, forKey: .warmUp)
    decay = try values.decode(Double.self, forKey: .decay)
    betas = try values.decode([Double].self, forKey: .betas)
    epsilon = try values.decodeIfPresent(Double.self, forKey: .epsilon) ?? epsilon
    momentum = try values.decode(Double.self, forKey: .momentum)
    clip = try values.decodeIfPresent(Double.self, forKey: .clip)
    labelSmoothing =
      try values.decodeIfPresent(Double.self, forKey: .labelSmoothing) ?? labelSmoothing
    classWeights = try values.decodeIfPresent(ClassWeights.self, forKey: .classWeights)
    seed = try values.decode(UInt64.self, forKey: .seed)
    shuffles = try values.decode(Bool.self, forKey: .shuffles)
    evaluateEvery = try values.decodeIfPresent(Int.self, forKey: .evaluateEvery)
    evaluatesStart =
      try values.decodeIfPresent(Bool.self, forKey: .evaluatesStart) ?? evaluatesStart
    patience = try values.decodeIfPresent(Int.self, forKey: .patience)
  }
}

/// `{"steps": 200}` or `{"epochs": 3}`.
extension Hyperparameters.Length: Codable {
  private enum CodingKeys: String, CodingKey {
    case steps = "steps"
    case epochs = "epochs"
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .steps(let count): try values.encode(count, forKey: .steps)
    case .epochs(let count): try values.encode(count, forKey: .epochs)
    }
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if values.contains(.epochs) {
      self = .epochs(try values.decodeOrWrapped(Int.self, forKey: .epochs))
    } else {
      self = .steps(try values.decodeOrWrapped(Int.self, forKey: .steps))
    }
  }
}

/// `{"balanced": true}` or `{"weights": {"label": 2.0}}`.
extension ClassWeights: Codable {
  private enum CodingKeys: String, CodingKey {
    case balanced = "balanced"
    case weights = "weights"
    /// What version 1 called the weights.
    case given = "given"
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .balanced: try values.encode(true, forKey: .balanced)
    case .given(let weights): try values.encode(weights, forKey: .weights)
    }
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if values.contains(.balanced) {
      self = .balanced
    } else if values.contains(.given) {
      self = .given(try values.decodeOrWrapped([String: Double].self, forKey: .given))
    } else {
      self = .given(try values.decode([String: Double].self, forKey: .weights))
    }
  }
}

/// How Swift wrote an enum's one value in version 1.
private enum Wrapped: String, CodingKey {
  case value = "_0"
}

extension KeyedDecodingContainer {
  /// The value itself, or the object that version 1 put around it.
  fileprivate func decodeOrWrapped<Value: Decodable>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value {
    if let wrapped = try? nestedContainer(keyedBy: Wrapped.self, forKey: key),
      wrapped.contains(.value)
    {
      return try wrapped.decode(type, forKey: .value)
    }
    return try decode(type, forKey: key)
  }
}
