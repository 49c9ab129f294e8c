import Ranks
import Tensors
import Transformers

/// A gradient step whose rows are divided among processes: each takes a stretch of the batch, and all
/// end with the loss and the gradient of the whole, as one process would have had them.
///
/// The loss is a mean over the batch's targets, so each process weighs its own mean by its targets, and
/// the sums are divided by all of them. A process may be left without a row, and a stretch without
/// a target.
struct DividedStep {
  private let step: GradientStep
  private let trainable: [Variable]
  private let ranks: any ProcessGroup
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

  init(_ step: GradientStep, trainable: [Variable], ranks: any ProcessGroup) {
    self.step = step
    self.trainable = trainable
    self.ranks = ranks
    let count = trainable.reduce(0) { $0 + $1.value.count }
    parcel = ranks.isAlone ? [] : [Float](repeating: 0, count: count + trainable.count + 3)
  }

  /// Leaves the whole batch's gradient in whatever is trainable.
  mutating func callAsFunction(_ rows: [RenderedRow]) -> Figures {
    for variable in trainable { variable.gradient = nil }
    if ranks.isAlone {
      let batch = step.model.batch(rows, for: step.method)
      let loss = step(batch)
      return Figures(loss: loss, targets: batch.targets.count, tokens: batch.tokenCount)
    }
    let own = Array(rows[ranks.share(of: rows.count)])
    let batch = own.isEmpty ? nil : step.model.batch(own, for: step.method)
    let targets = batch?.targets.count ?? 0
    var loss: Float = 0
    if let batch, targets > 0 { loss = Float(targets) * step(batch, weight: Float(targets)) }
    pack([loss, Float(targets), Float(batch?.tokenCount ?? 0)])
    parcel.withUnsafeMutableBufferPointer { [ranks] in ranks.sum($0) }
    return unpack()
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
    let figures = parcel.suffix(3)
    let (loss, targets, tokens) = (
      figures[figures.startIndex], figures[figures.startIndex + 1], figures[figures.startIndex + 2]
    )
    var place = 0
    for variable in trainable {
      let count = variable.value.count
      variable.gradient =
        parcel[place + count] == 0
        ? nil
        : Tensor(shape: variable.shape) { gradient in
          for index in 0..<count { gradient[index] = parcel[place + index] / targets }
        }
      place += count + 1
    }
    return Figures(loss: loss / targets, targets: Int(targets), tokens: Int(tokens))
  }
}
