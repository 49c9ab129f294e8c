import Foundation
import Random
import Tensors
import Tokenizers
import Transformers

/// The vectors `[P, H]` that a soft prompt starts from.
package enum InitialPrompt {
  /// Throws what keeps the plan's init from starting `count` tokens on a model of that shape; needs
  /// no weights.
  package static func check(
    _ plan: PromptPlan, count: Int, shape: ModelShape, tokenizer: Tokenizer
  ) throws(PromptError) {
    if case .prefix = plan.method, case .vectors(let rows, _) = plan.initial,
      [rows.count, rows.first?.count] == [count, prefixWidth(shape)]
    {
      return
    }
    try check(
      plan, count: count, size: [shape.vocabularySize, shape.hiddenSize], tokenizer: tokenizer)
  }

  /// How many values a prefix has for a position: every block's keys and values.
  package static func prefixWidth(_ shape: ModelShape) -> Int {
    2 * shape.layers * shape.keyValueHeads * shape.headSize
  }

  /// - Parameter size: [V, H] of the embedding table.
  private static func check(
    _ plan: PromptPlan, count: Int, size: [Int], tokenizer: Tokenizer
  ) throws(PromptError) {
    func check(_ text: String) throws(PromptError) -> Int {
      let ids = tokenizer.encode(text, addSpecialTokens: false).ids
      if let id = ids.first(where: { Int($0) >= size[0] }) {
        throw .initialTextUnknownToken(id: Int(id), size: size[0])
      }
      return ids.count
    }
    switch plan.initial {
    case .vocabulary, .random: return
    case .labels:
      guard !plan.answers.isEmpty else { throw .labelsWithoutAnswers }
      for answer in plan.answers { _ = try check(answer.words) }
    case .text(let text):
      let tokens = try check(text)
      guard tokens > 0 else { throw .initialTextEmpty }
      guard tokens <= count else { throw .initialTextTooLong(tokens: tokens, soft: count) }
    case .vectors(let vectors, let source):
      let found = [vectors.count, vectors.first?.count ?? 0]
      guard found == [count, size[1]] else {
        throw .wrongInitialShape(found: found, expected: [count, size[1]], from: source)
      }
    }
  }

  /// - Parameters:
  ///   - table: the embedding table `[V, H]`.
  ///   - scale: what the model multiplies a token's row by, and a soft token not.
  ///   - count: P.
  package static func make(
    _ plan: PromptPlan, count: Int, table: EmbeddingTable, scale: Float = 1, tokenizer: Tokenizer
  ) throws(PromptError) -> Tensor {
    try check(plan, count: count, size: table.shape, tokenizer: tokenizer)
    if case .vectors(let vectors, _) = plan.initial {
      return Tensor(vectors.flatMap(\.self), shape: [count, table.shape[1]])
    }
    var drawn = drawn(plan, count: count, table: table, tokenizer: tokenizer)
    drawn.scale(by: scale)
    return drawn
  }

  private static func drawn(
    _ plan: PromptPlan, count: Int, table: EmbeddingTable, tokenizer: Tokenizer
  ) -> Tensor {
    let hidden = table.shape[1]
    var generator = RandomGenerator(seed: plan.seed)
    switch plan.initial {
    case .vocabulary:
      // Ids past the tokenizer's own are padding rows that were never trained.
      let known = min(tokenizer.vocabularySize, table.shape[0])
      return table.rows((0..<count).map { _ in Int.random(in: 0..<known, using: &generator) })
    case .random:
      let deviation = standardDeviation(of: table)
      return Tensor(
        (0..<count * hidden).map { _ in Float(generator.normal() * deviation) },
        shape: [count, hidden])
    case .labels:
      let labels = plan.answers.prefix(count).map {
        mean(of: tokenizer.encode($0.words, addSpecialTokens: false).ids, in: table)
      }
      // Past the last label, words of the vocabulary fill the prompt, as in the paper.
      let known = min(tokenizer.vocabularySize, table.shape[0])
      let others = (labels.count..<count).map { _ in Int.random(in: 0..<known, using: &generator) }
      return Tensor(
        labels.flatMap(\.self) + table.rows(others).values, shape: [count, hidden])
    case .text(let text):
      let ids = tokenizer.encode(text, addSpecialTokens: false).ids
      return tiled(ids, count: count, table: table)
    case .vectors:
      preconditionFailure("given vectors are not drawn")
    }
  }

  private static func tiled(_ ids: [Int32], count: Int, table: EmbeddingTable) -> Tensor {
    table.rows((0..<count).map { Int(ids[$0 % ids.count]) })
  }

  /// The mean embedding of a label's tokens, `[H]`; zeros for a label without any.
  private static func mean(of ids: [Int32], in table: EmbeddingTable) -> [Float] {
    let width = table.shape[1]
    var sum = [Float](repeating: 0, count: width)
    table.rows(ids.map(Int.init)).withValues { rows in
      for (index, value) in rows.enumerated() {
        sum[index % width] += value / Float(ids.count)
      }
    }
    return sum
  }

  private static func standardDeviation(of table: EmbeddingTable) -> Double {
    var sum = 0.0
    var squares = 0.0
    let rows = table.shape[0]
    // Some rows at a time: the whole table in f32 may be the largest thing in memory.
    for start in stride(from: 0, to: rows, by: 1024) {
      table.rows(Array(start..<min(rows, start + 1024))).withValues { values in
        for value in values {
          sum += Double(value)
          squares += Double(value) * Double(value)
        }
      }
    }
    let count = Double(rows * table.shape[1])
    let mean = sum / count
    return max(0, squares / count - mean * mean).squareRoot()
  }
}
