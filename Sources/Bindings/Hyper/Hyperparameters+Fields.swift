import Data
import Diagnostics
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
    accumulate = try fields.integer("accumulate") ?? 1
    warmUp = try fields.number("warmup") ?? 0
    guard warmUp < 1 || warmUp == warmUp.rounded() else {
      throw Fault(
        "`warmup: \(Value.number(warmUp).source)` is neither a share nor a count of steps",
        hint: "below 1 it is a share of all steps, from 1 a whole number of them",
        at: .field("warmup"))
    }
    if case .steps(let steps) = length, warmUpSteps(of: steps) >= steps {
      throw Fault(
        "`warmup` of \(warmUpSteps(of: steps)) steps leaves none of the \(steps) at full rate",
        hint: "make it smaller than `steps`", at: .field("warmup"))
    }
    decay = try fields.number("decay") ?? Self.usualDecay(optimizer)
    betas = try fields.numbers("betas") ?? betas
    guard betas.count == 2 else {
      throw Fault(
        "`betas` takes two numbers, not \(betas.count)", hint: "such as [0.9, 0.999]",
        at: .field("betas"))
    }
    epsilon = try fields.number("eps") ?? epsilon
    momentum = try fields.number("momentum") ?? 0
    clip = try fields.number("clip")
    labelSmoothing = try fields.number("label_smoothing") ?? 0
    switch try fields.known("class_weights") {
    case .string: classWeights = .balanced
    case .record(let record):
      var weights: [String: Double] = [:]
      for (label, weight) in record {
        if case .number(let weight) = weight { weights[label] = weight }
      }
      classWeights = .given(weights)
    default: break
    }
    seed = try fields.seed("seed")
    shuffles = try fields.flag("shuffle") ?? true
    evaluateEvery = try fields.integer("eval_every")
    evaluatesStart = try fields.flag("eval_on_start") ?? false
    patience = try fields.integer("patience")
    if patience != nil, evaluateEvery == nil {
      throw Fault(
        "`patience` counts evaluations, and there are none",
        hint: "add `eval_every: 20`", at: .field("patience"))
    }
  }

  /// Throws what keeps them from training on some data.
  /// - Parameter labels: the classes of the data's targets; nil where targets are free text.
  func check(_ dataset: Dataset, labels: [String]?) throws {
    if patience != nil, dataset.valid.isEmpty {
      throw Fault(
        "`patience` counts evaluations on the valid split, and that is empty",
        hint: "give `split` a share for valid, or leave `patience` out", at: .field("patience"))
    }
    guard case .given(let weights) = classWeights else { return }
    let known =
      labels ?? Set(dataset.rows.compactMap { $0.fields[dataset.target] }).sorted()
    if let label = weights.keys.sorted().first(where: { !known.contains($0) }) {
      throw Fault(
        "`class_weights` has the label \"\(label)\", which no row has",
        hint: Suggestion.phrase(for: label, among: Array(known.prefix(12))),
        at: .field("class_weights"))
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
      ("accumulate", .number(Double(accumulate))),
      ("schedule", .string(schedule.rawValue)),
      ("warmup", .number(warmUp)),
      ("decay", .number(decay)),
      ("betas", .list(betas.map(Value.number))),
      ("eps", .number(epsilon)),
      ("momentum", .number(momentum)),
      ("clip", optional(clip)),
      ("label_smoothing", .number(labelSmoothing)),
      ("class_weights", classWeights?.value ?? .none),
      ("seed", .number(Double(seed))),
      ("shuffle", .bool(shuffles)),
      ("eval_every", optional(evaluateEvery.map(Double.init))),
      ("eval_on_start", .bool(evaluatesStart)),
      ("patience", optional(patience.map(Double.init))),
    ]
  }
}

extension ClassWeights {
  /// As a script writes it, the labels in order.
  fileprivate var value: Value {
    switch self {
    case .balanced: .string("balanced")
    case .given(let weights):
      .record(Record(weights.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) }))
    }
  }
}
