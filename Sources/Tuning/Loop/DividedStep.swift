import Ranks
import Tensors
import Transformers

/// A gradient step whose rows are divided among processes: each takes a stretch of the batch, and
/// all end with the loss and the gradient of the whole, as one process would have had them.
///
/// The loss is a mean over the batch's targets, so each process weighs its own mean by its targets,
/// and the sums are divided by all of them. A process may be left without a row, and a stretch
/// without a target. A step that accumulates does the same with parts of its rows, one after the
/// other.
struct DividedStep {
  private let step: GradientStep
  private let trainable: [Variable]
  private let ranks: any ProcessGroup
  /// The most rows that go through the model at once; nil sends them all.
  private let microBatch: Int?
  /// Every gradient, one after the other, and after them the totals: what is summed at each step.
  private var buffer: [Float]

  /// What a whole batch came to.
  struct Totals {
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
    buffer = ranks.isSingle ? [] : [Float](repeating: 0, count: count + trainable.count + 4)
  }

  /// Leaves the whole batch's gradient in whatever is trainable.
  mutating func callAsFunction(_ rows: [RenderedRow]) -> Totals {
    for variable in trainable { variable.gradient = nil }
    let parts = batches(ranks.isSingle ? rows : Array(rows[ranks.share(of: rows.count)]))
    let targets = parts.reduce(0) { $0 + $1.batch.targets.count }
    let tokens = parts.reduce(0) { $0 + $1.batch.tokenCount }
    let weight = parts.reduce(0) { $0 + $1.weight }
    // What the parts' gradients and losses are divided by: alone at once, else when all have been
    // added up.
    let divisor = ranks.isSingle ? weight : 1
    var loss = 0.0
    for (batch, weight) in parts where weight > 0 {
      loss += Double(step(batch, weight: Float(weight / divisor))) * weight / divisor
    }
    if ranks.isSingle { return Totals(loss: Float(loss), targets: targets, tokens: tokens) }
    pack([Float(loss), Float(weight), Float(targets), Float(tokens)])
    buffer.withUnsafeMutableBufferPointer { [ranks] in ranks.sum($0) }
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

  /// A count of the processes that have one follows each gradient: what no row reaches stays as it
  /// is.
  private mutating func pack(_ totals: [Float]) {
    buffer.withUnsafeMutableBufferPointer { [trainable] buffer in
      var offset = 0
      for variable in trainable {
        let count = variable.value.count
        if let gradient = variable.gradient {
          gradient.withValues {
            _ = UnsafeMutableBufferPointer(rebasing: buffer[offset..<offset + count]).update(
              from: $0)
          }
        } else {
          buffer[offset..<offset + count].update(repeating: 0)
        }
        buffer[offset + count] = variable.gradient == nil ? 0 : 1
        offset += count + 1
      }
      for (index, total) in totals.enumerated() { buffer[offset + index] = total }
    }
  }

  private func unpack() -> Totals {
    let totals = Array(buffer.suffix(4))
    let (loss, weight) = (totals[0], totals[1])
    var offset = 0
    for variable in trainable {
      let count = variable.value.count
      variable.gradient =
        buffer[offset + count] == 0
        ? nil
        : Tensor(shape: variable.shape) { gradient in
          for index in 0..<count { gradient[index] = buffer[offset + index] / weight }
        }
      offset += count + 1
    }
    return Totals(loss: loss / weight, targets: Int(totals[2]), tokens: Int(totals[3]))
  }
}
