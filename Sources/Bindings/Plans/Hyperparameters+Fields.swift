import Script
import Tuning

extension Hyperparameters {
  /// Reads the fields of `hyper`, whose types and ranges the schema has checked.
  init(_ fields: some FieldSource) throws {
    self.init()
    if let name = try fields.string("optimizer"), let kind = OptimizerKind(rawValue: name) {
      optimizer = kind
    }
    learningRate = try fields.number("lr") ?? learningRate
    let steps = try fields.integer("steps")
    let epochs = try fields.integer("epochs")
    switch (steps, epochs) {
    case (.some, .some):
      throw Fault(
        "`steps` and `epochs` both say how long to train",
        hint: "keep one; write `steps: none` to take back an inherited one", at: .field("epochs"))
    case (let steps?, nil): length = .steps(steps)
    case (nil, let epochs?): length = .epochs(epochs)
    case (nil, nil): break
    }
    batch = try fields.integer("batch") ?? batch
    if let name = try fields.string("schedule"), let kind = Schedule.Kind(rawValue: name) {
      schedule = kind
    }
    warmUp = try fields.integer("warmup") ?? 0
    if case .steps(let steps) = length, warmUp >= steps {
      throw Fault(
        "`warmup` of \(warmUp) steps leaves none of the \(steps) at full rate",
        hint: "make it smaller than `steps`", at: .field("warmup"))
    }
    decay = try fields.number("decay") ?? Self.usualDecay(optimizer)
    betas = try fields.numbers("betas") ?? betas
    guard betas.count == 2 else {
      throw Fault(
        "`betas` takes two numbers, not \(betas.count)", hint: "such as [0.9, 0.999]",
        at: .field("betas"))
    }
    momentum = try fields.number("momentum") ?? 0
    clip = try fields.number("clip")
    seed = try fields.seed("seed")
    shuffles = try fields.flag("shuffle") ?? true
    evaluateEvery = try fields.integer("eval_every")
    patience = try fields.integer("patience")
    if patience != nil, evaluateEvery == nil {
      throw Fault(
        "`patience` counts evaluations, and none are asked for",
        hint: "add `eval_every: 20`", at: .field("patience"))
    }
  }

  /// What torch and Lester et al. 2021 use where nothing is said.
  private static func usualDecay(_ optimizer: OptimizerKind) -> Double {
    switch optimizer {
    case .adamW: 0.01
    case .adafactor: 1e-5
    case .sgd: 0
    }
  }

  /// The resolved values by field name, for the store and for the key of a run.
  var fields: [(name: String, value: Value)] {
    let length: (String, Value) =
      switch self.length {
      case .steps(let steps): ("steps", .number(Double(steps)))
      case .epochs(let epochs): ("epochs", .number(Double(epochs)))
      }
    func optional(_ number: Double?) -> Value { number.map(Value.number) ?? .none }
    return [
      ("optimizer", .string(optimizer.rawValue)),
      ("lr", .number(learningRate)),
      length,
      ("batch", .number(Double(batch))),
      ("schedule", .string(schedule.rawValue)),
      ("warmup", .number(Double(warmUp))),
      ("decay", .number(decay)),
      ("betas", .list(betas.map(Value.number))),
      ("momentum", .number(momentum)),
      ("clip", optional(clip)),
      ("seed", .number(Double(seed))),
      ("shuffle", .bool(shuffles)),
      ("eval_every", optional(evaluateEvery.map(Double.init))),
      ("patience", optional(patience.map(Double.init))),
    ]
  }
}
