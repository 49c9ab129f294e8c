import Data
import Foundation
import Random
import Tensors
import Tokenizers
import Transformers
import Tuning

/// A random GPT-2 of a few thousand weights over a tokenizer trained on the spot.
package struct TinyModel {
  package let language: LocalModel

  package static let text =
    "Review: the film was good and warm\nMood: positive\nReview: the play was bad and cold\nMood: negative\n"

  package init(
    heads: Int = 2, hidden: Int = 16, layers: Int = 2, positions: Int = 96, seed: UInt64 = 3,
    trainable: Bool = false, precision: Precision = .f32
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-tiny-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var trainer = try BPETrainer(vocabularySize: 300, specialTokens: ["<|endoftext|>"])
    trainer.add(Self.text)
    try trainer.train().write(to: folder.appendingPathComponent("tokenizer.json"))
    let config = """
      {"model_type": "gpt2", "n_embd": \(hidden), "n_layer": \(layers), "n_head": \(heads),
       "vocab_size": 300, "n_positions": \(positions), "eos_token_id": 0}
      """
    try Data(config.utf8).write(to: folder.appendingPathComponent("config.json"))
    language = try LocalModel(
      ModelDescription(folder: folder), start: .random(seed: seed), trainable: trainable,
      precision: precision)
  }

  package var causal: any CausalModel { language.causal! }
  package var task: TaskModel { TaskModel(causal: causal) }

  package func renderer(
    _ plan: PromptPlan, demos: [DataRow] = [], known: [DataRow] = TinyModel.rows
  ) throws -> TokenRenderer {
    try TokenRenderer(
      plan, target: "mood", tokenizer: language.tokenizer, endToken: language.endToken?.text,
      demos: demos, known: known)
  }

  package static let rows: [DataRow] = [
    ("the film was good", "positive"), ("the play was bad and cold", "negative"),
    ("the film was bad", "negative"), ("a warm play", "positive"), ("cold", "negative"),
    ("the film was good and the play was good", "positive"), ("bad bad bad", "negative"),
  ].enumerated().map {
    DataRow(index: $0.offset, fields: ["review": $0.element.0, "mood": $0.element.1])
  }

  package func plan(_ template: String, soft: Int = 0, answers: [Answer] = [], demos: Int = 0)
    throws
    -> PromptPlan
  {
    PromptPlan(
      template: try Template(template), soft: soft, initial: .vocabulary, answers: answers,
      demos: demos, seed: 5)
  }

  package func soft(_ count: Int, seed: UInt64 = 11) -> SoftPrompt {
    var generator = RandomGenerator(seed: seed)
    let hidden = causal.shape.hiddenSize
    return SoftPrompt(
      Tensor((0..<count * hidden).map { _ in Float(generator.normal()) }, shape: [count, hidden]))
  }
}
