/// What a `TuningState` holds besides tensors, under the names that it has in a file.
package struct StateHeader: Codable, Sendable {
  /// Raised when the layout changes.
  package static let currentVersion = 4

  package var version = Self.currentVersion
  package var step: Int
  package var evaluationsSinceBest: Int
  /// Names of the trained tensors, in the order of the state's.
  package var parameters: [String]
  package var best: Best?
  package var evaluations: [Evaluation]
  /// Nil where earlier steps are left out.
  package var history: History?

  package struct Best: Codable, Sendable {
    package var step: Int
    package var loss: ExactDouble

    package init(step: Int, loss: Double) {
      (self.step, self.loss) = (step, ExactDouble(loss))
    }

    private enum CodingKeys: String, CodingKey {
      case step = "step"
      case loss = "loss"
    }
  }

  package struct Evaluation: Codable, Sendable {
    package var step: Int
    package var loss: ExactDouble
    package var accuracy: ExactDouble

    package init(step: Int, loss: Double, accuracy: Double) {
      (self.step, self.loss, self.accuracy) = (step, ExactDouble(loss), ExactDouble(accuracy))
    }

    private enum CodingKeys: String, CodingKey {
      case step = "step"
      case loss = "loss"
      case accuracy = "accuracy"
    }
  }

  package struct History: Codable, Sendable {
    package var stride: Int
    package var steps: [Int]

    package init(stride: Int, steps: [Int]) {
      (self.stride, self.steps) = (stride, steps)
    }

    private enum CodingKeys: String, CodingKey {
      case stride = "stride"
      case steps = "steps"
    }
  }

  package init(
    step: Int, evaluationsSinceBest: Int, parameters: [String], best: Best?,
    evaluations: [Evaluation], history: History?
  ) {
    self.step = step
    self.evaluationsSinceBest = evaluationsSinceBest
    self.parameters = parameters
    self.best = best
    self.evaluations = evaluations
    self.history = history
  }

  private enum CodingKeys: String, CodingKey {
    case version = "version"
    case step = "step"
    case evaluationsSinceBest = "evaluations_since_best"
    case parameters = "parameters"
    case best = "best"
    case evaluations = "evaluations"
    case history = "history"
  }

  /// The first field that no run can have left.
  var fault: StateError? {
    func fault(_ field: String, _ reason: String) -> StateError {
      .malformed(field: field, reason: reason)
    }
    guard version == Self.currentVersion else {
      return fault("version", "\(version) is not one that this pts reads")
    }
    let counts = 0...(1 << 24)
    guard counts.contains(step) else { return fault("step", "is out of range") }
    guard counts.contains(evaluationsSinceBest) else {
      return fault("evaluations_since_best", "is out of range")
    }
    guard !parameters.isEmpty, Set(parameters).count == parameters.count else {
      return fault("parameters", "must be names, each once")
    }
    let steps = 0...step
    func isOrdered(_ list: [Int]) -> Bool {
      list.allSatisfy(steps.contains) && zip(list, list.dropFirst()).allSatisfy(<)
    }
    guard isOrdered(evaluations.map(\.step)) else {
      return fault("evaluations", "are out of order")
    }
    if let best, !steps.contains(best.step) || best.loss.value.isNaN {
      return fault("best", "is none of the run's steps")
    }
    if let history, history.stride < 1 || history.steps.isEmpty || !isOrdered(history.steps) {
      return fault("history", "has steps that the run doesn't have")
    }
    return nil
  }
}

/// A double as JSON that keeps every bit: a finite one is its shortest decimal text, another one
/// its bit pattern in hexadecimal digits.
package struct ExactDouble: Codable, Sendable {
  package let value: Double

  package init(_ value: Double) { self.value = value }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      guard text.utf8.count == 16, let bits = UInt64(text, radix: 16) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "must be a number or its 16 hexadecimal digits")
      }
      value = Double(bitPattern: bits)
    } else {
      value = try container.decode(Double.self)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      let digits = String(value.bitPattern, radix: 16)
      try container.encode(String(repeating: "0", count: 16 - digits.count) + digits)
    }
  }
}
