import Checkpoints
import Foundation
import Tensors
import Tokenizers

/// Turns texts into vectors as the folder of a sentence-transformers model says.
package struct SentenceEncoder {
  package let model: LocalModel
  package let pooling: SentencePooling
  /// Tokens of a text, special ones among them; what is longer loses its end.
  package let longest: Int
  private let lowercases: Bool

  /// Tokens of one pass.
  private static let passTokens = 2048

  package init(_ model: LocalModel) throws {
    self.model = model
    let source = model.description.source
    let shape = model.network.shape
    pooling = try SentencePooling(source, hiddenSize: shape.hiddenSize)
    guard let file = source.companion("sentence_bert_config.json") else {
      (longest, lowercases) = (shape.maximumPositions, false)
      return
    }
    let reader = try ConfigurationReader(file)
    longest = min(try reader.optionalSize("max_seq_length") ?? .max, shape.maximumPositions)
    lowercases = try reader.flag("do_lower_case", default: false)
  }

  /// → `[texts, H]`.
  package func embeddings(of texts: [String]) throws(TokenizerError) -> Tensor {
    let width = model.network.shape.hiddenSize
    var result: [Float] = []
    result.reserveCapacity(texts.count * width)
    var rows: [[Int32]] = []
    for (index, text) in texts.enumerated() {
      rows.append(try codes(of: text))
      if index == texts.count - 1 || rows.reduce(0, { $0 + $1.count }) >= Self.passTokens {
        result += vectors(of: rows)
        rows = []
      }
    }
    return Tensor(result, shape: [texts.count, width])
  }

  private func vectors(of rows: [[Int32]]) -> [Float] {
    let layout = TokenLayout(rows: rows, isCausal: model.kind == .decoder)
    let states = model.network.states(
      ForwardPass(layout, on: Tape(recording: false)),
      rows: layout.codes.indices.map(Int32.init)
    ).value
    let width = states.shape[1]
    return states.withValues { values in
      var start = 0
      return rows.flatMap { row in
        defer { start += row.count }
        // A text without a token has no direction.
        guard !row.isEmpty else { return Array(repeating: Float(0), count: width) }
        return pooling.vector(
          of: UnsafeBufferPointer(
            rebasing: values[start * width..<(start + row.count) * width]), width: width)
      }
    }
  }

  /// The ids of a text, cut to what is allowed with the special tokens around it kept.
  private func codes(of text: String) throws(TokenizerError) -> [Int32] {
    let text = lowercases ? text.lowercased() : text
    let encoding = model.tokenizer.encode(text)
    let whole = encoding.ids
    try model.tokenizer.checkEmbeddings(of: whole)
    guard whole.count > longest else { return whole }
    let own = encoding.parts.last { $0.source == .first }
    let back = whole.count - (own?.tokens.upperBound ?? 0)
    return Array(whole.prefix(max(0, longest - back)) + whole.suffix(min(back, longest)))
  }
}
