import Ranks
import Tensors
import Transformers

/// A gradient step whose rows are divided among processes: each takes a stretch of the batch, and all
/// end with the loss and the gradient of the whole, as one process would have had them.
///
/// The loss is a mean over the batch's targets, so each process weighs its own mean by its targets, and
/// the sums are divided by all of them. A process may be left without a row, and a stretch without
/// a target. A step that accumulates does the same with parts of its rows, one after the other.
struct DividedStep {
  private let step: GradientStep
  private let trainable: [Variable]
  private let ranks: any ProcessGroup
  /// The most rows that go through the model at once; nil sends them all.
  private let microBatch: Int?
  /// Every gradient, one behind the other, and behind them the figures: what goes round at each step.
  private var parcel: [Float]

  /// What a whole batch came to.
  struct Figures {
    /// Mean over the targets, nats.
    var loss: Float
    var targets: Int
    /// Tokens that went through the model, in all processes.
    var tokens: Int
  }

  /// - Parameter microBatch: the most rows, over all processes, that go through the model at once.
  init(
    _ step: GradientStep, trainable: [Variable], microBatch: Int? = nil,
    ranks: any ProcessGroup
  ) {
    self.step = step
    self.trainable = trainable
    self.microBatch = microBatch.map { ($0 + ranks.count - 1) / ranks.count }
    self.ranks = ranks
    let count = trainable.reduce(0) { $0 + $1.value.count }
    parcel = ranks.isSingle ? [] : [Float](repeating: 0, count: count + trainable.count + 4)
  }

  /// Leaves the whole batch's gradient in whatever is trainable.
  mutating func callAsFunction(_ rows: [RenderedRow]) -> Figures {
    for variable in trainable { variable.gradient = nil }
    let parts = batches(ranks.isSingle ? rows : Array(rows[ranks.share(of: rows.count)]))
    let targets = parts.reduce(0) { $0 + $1.batch.targets.count }
    let tokens = parts.reduce(0) { $0 + $1.batch.tokenCount }
    let weight = parts.reduce(0) { $0 + $1.weight }
    // What the parts' gradients and losses are divided by: alone at once, else when all have been added up.
    let divisor = ranks.isSingle ? weight : 1
    var loss = 0.0
    for (batch, weight) in parts where weight > 0 {
      loss += Double(step(batch, weight: Float(weight / divisor))) * weight / divisor
    }
    if ranks.isSingle { return Figures(loss: Float(loss), targets: targets, tokens: tokens) }
    pack([Float(loss), Float(weight), Float(targets), Float(tokens)])
    parcel.withUnsafeMutableBufferPointer { [ranks] in ranks.sum($0) }
    return unpack()
  }

  /// The rows laid out, and what the targets of each part count together.
  private func batches(_ rows: [RenderedRow]) -> [(batch: Batch, weight: Double)] {
    stride(from: 0, to: rows.count, by: microBatch ?? max(1, rows.count)).map { start in
      let part = rows[start..<min(rows.count, start + (microBatch ?? rows.count))]
      let batch = step.model.batch(Array(part), for: step.method)
      return (batch, step.objective.weight(of: batch))
    }
  }

  /// A count of the processes that have one stands beside each gradient: what no row reaches stays as it is.
  private mutating func pack(_ figures: [Float]) {
    parcel.withUnsafeMutableBufferPointer { [trainable] parcel in
      var place = 0
      for variable in trainable {
        let count = variable.value.count
        if let gradient = variable.gradient {
          gradient.withValues {
            _ = UnsafeMutableBufferPointer(rebasing: parcel[place..<place + count]).update(from: $0)
          }
        } else {
          parcel[place..<place + count].update(repeating: 0)
        }
        parcel[place + count] = variable.gradient == nil ? 0 : 1
        place += count + 1
      }
      for (index, figure) in figures.enumerated() { parcel[place + index] = figure }
    }
  }

  private func unpack() -> Figures {
    let figures = Array(parcel.suffix(4))
    let (loss, weight) = (figures[0], figures[1])
    var place = 0
    for variable in trainable {
      let count = variable.value.count
      variable.gradient =
        parcel[place + count] == 0
        ? nil
        : Tensor(shape: variable.shape) { gradient in
          for index in 0..<count { gradient[index] = parcel[place + index] / weight }
        }
      place += count + 1
    }
    return Figures(loss: loss / weight, targets: Int(figures[2]), tokens: Int(figures[3]))
  }
}
