import Tensors
import Transformers

/// A model as one task uses it: how rows become a batch, and a batch the logits of its targets.
package struct TaskModel {
  package enum Task {
    /// The target is a part of the row's text.
    case text(any CausalModel)
    /// The target is one of some labels, which a trained head says of the row's pooled state.
    case label(ClassificationHead)
    /// The target is a text of its own, which a decoder writes from the row.
    case reply(any EncoderDecoderModel)
  }

  package let network: any TransformerModel
  package let task: Task
  package let kind: ModelKind

  package init(causal: any CausalModel) {
    network = causal
    task = .text(causal)
    kind = .decoder
  }

  /// - Parameter labels: the head to train, for a classification.
  package init(_ language: LocalModel, head: ClassificationHead?) throws(TuningError) {
    network = language.network
    kind = language.kind
    if let head {
      task = .label(head)
    } else if let causal = language.causal {
      task = .text(causal)
    } else if let model = language.network.encoderDecoder {
      task = .reply(model)
    } else {
      throw .noHead(language.network.shape.modelType)
    }
  }

  package var head: ClassificationHead? { if case .label(let head) = task { head } else { nil } }

  /// The classes that a target is one of: the vocabulary, or the labels.
  package var classes: Int { head?.labels ?? network.shape.vocabularySize }

  /// - Parameter method: what the rows are tuned or scored with; nil for words alone.
  package func batch(
    _ rows: [RenderedRow], for method: (any TuningMethod)?, sharing: Bool = true
  ) -> Batch {
    switch task {
    case .text: Batch(rows, sharing: sharing)
    case .label: Batch(labelled: rows, isCausal: kind == .decoder, sharing: sharing)
    case .reply(let model):
      Batch(
        replies: rows, start: model.startToken, isBehindSoft: method?.hasSoftReply ?? false)
    }
  }

  /// Logits `[targets, V]`, or `[targets, labels]`, one row for each of the batch's targets.
  package func logits(_ batch: Batch, _ conditioning: Conditioning, on tape: Tape) -> Variable {
    func pass(_ layout: TokenLayout, _ conditioning: Conditioning) -> ForwardPass {
      ForwardPass(layout, conditioning: conditioning, on: tape)
    }
    switch task {
    case .text(let model):
      return model.logits(pass(batch.layout, conditioning), rows: batch.predictors)
    case .label(let head):
      let states = network.states(pass(batch.layout, conditioning), rows: batch.predictors)
      return head.logits(of: network.pooled(states, on: tape), on: tape)
    case .reply(let model):
      guard let reply = batch.reply else { preconditionFailure("a batch without replies") }
      let read = pass(batch.layout, conditioning.encoder)
      let states = model.states(read, rows: batch.layout.codes.indices.map(Int32.init))
      return model.logits(
        pass(reply.layout, conditioning.decoder), encoder: model.encoderKeyValues(of: states, read),
        reading: reply.reading, rows: batch.predictors)
    }
  }
}
