import Tensors
import Transformers

/// Multitask prompt tuning (Wang et al. 2023): one prompt `[P, H]` for all tasks, element by
/// element times a factor of rank R for each. Row k of task t is soft token t·P + k.
///
/// PEFT puts it in front of both halves of an encoder–decoder: of 2P rows the last P are in the
/// reply.
package final class MultitaskPrompt: TuningMethod {
  package let parameters: [TrainedParameter]
  /// P.
  private let tokens: Int
  private var embedding: Variable { parameters[0].variable }
  private var columns: Variable { parameters[1].variable }
  private var rows: Variable { parameters[2].variable }

  /// - Parameters:
  ///   - embedding: the shared prompt, `[P, H]`.
  ///   - columns: `[tasks, P, R]`.
  ///   - rows: `[tasks, R, H]`.
  ///   - tokens: P, where the tensors hold 2P rows.
  package init(
    embedding: Tensor, columns: Tensor, rows: Tensor, tokens: Int? = nil
  ) throws(MethodError) {
    let saved = SavedParameters(tensors: [
      "prompt_embeddings": embedding, "prefix_task_cols": columns, "prefix_task_rows": rows,
    ])
    let shape = try saved.tensor("prompt_embeddings", rank: 2).shape
    let factors = try saved.tensor("prefix_task_cols", rank: 3).shape
    _ = try saved.tensor("prefix_task_cols", shape: [factors[0], shape[0], factors[2]])
    _ = try saved.tensor("prefix_task_rows", shape: [factors[0], factors[2], shape[1]])
    let tokens = tokens ?? shape[0]
    guard tokens == shape[0] || 2 * tokens == shape[0] else {
      throw .wrongShape(
        "prompt_embeddings", found: shape, expected: "\(tokens) rows, or twice that")
    }
    self.tokens = tokens
    parameters = [
      TrainedParameter("prompt_embeddings", embedding),
      TrainedParameter("prefix_task_cols", columns), TrainedParameter("prefix_task_rows", rows),
    ]
  }

  /// The three tensors by their names in a file.
  package convenience init(
    parameters: [String: Tensor], tokens: Int? = nil
  ) throws(MethodError) {
    let saved = SavedParameters(tensors: parameters)
    try self.init(
      embedding: saved.tensor("prompt_embeddings", rank: 2),
      columns: saved.tensor("prefix_task_cols", rank: 3),
      rows: saved.tensor("prefix_task_rows", rank: 3), tokens: tokens)
    try saved.check(self.parameters)
  }

  package var hasSoftReply: Bool { embedding.shape[0] > tokens }

  package func conditioning(on tape: Tape) -> Conditioning {
    func prompts(_ range: Range<Int>) -> Variable {
      tape.taskPrompts(embedding, columns: columns, rows: rows, range: range)
    }
    var conditioning = Conditioning(soft: prompts(0..<tokens))
    if hasSoftReply { conditioning.softReply = prompts(tokens..<2 * tokens) }
    return conditioning
  }

  /// The prompt that the tasks share.
  package var prompt: Tensor? {
    let width = embedding.shape[1]
    return Tensor(
      embedding.value.withValues { Array($0.prefix(tokens * width)) }, shape: [tokens, width])
  }

  package var snapshot: [Tensor]? { parameters.map(\.variable.value) }

  package func restored(_ snapshot: [Tensor]) -> any TuningMethod {
    try! MultitaskPrompt(
      embedding: snapshot[0], columns: snapshot[1], rows: snapshot[2], tokens: tokens)
  }

  package var exported: ExportedMethod? {
    .multitask(embedding.value, columns: columns.value, rows: rows.value, tokens: tokens)
  }
}
