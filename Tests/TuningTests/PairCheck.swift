import Foundation
import JSON
import ReferenceData
import Tensors
import Transformers
import Tuning

/// One pair, held to what PEFT made of it.
struct PairCheck {
  let pair: PeftPair
  let table: PeftTable
  private let language: LanguageModel
  private let goldens: SafeTensors

  init(_ pair: PeftPair, _ table: PeftTable) throws {
    self.pair = pair
    self.table = table
    language = try ReferenceData.model(pair.modelFolder)
    goldens = try SafeTensors(pair.folder.appendingPathComponent("goldens.safetensors"))
  }

  struct Figures: CustomStringConvertible {
    /// The greatest difference of a logit, as a share of the greatest logit of its row.
    var logits = 0.0
    /// The greatest difference of a step's loss, as a share of the loss.
    var losses = 0.0

    var description: String {
      String(format: "logits %.1e  losses %.1e", logits, losses)
    }

    var fault: String? {
      logits <= 1e-4 && losses <= 1e-4 ? nil : description
    }
  }

  func run() throws -> Figures {
    var figures = Figures()
    let head = try head()
    let method = try startingMethod()
    figures.losses = try train(method, head)
    figures.logits = try logitDifference(method, head)
    return figures
  }

  private func head() throws -> ClassificationHead? {
    pair.isClassification
      ? try language.classificationHead(labels: table.labels, seed: 0) : nil
  }

  // MARK: Logits

  private func logitDifference(
    _ method: any TuningMethod, _ head: ClassificationHead?
  ) throws -> Double {
    let task = try TaskModel(language, head: head)
    var worst = 0.0
    for (index, row) in table.rows(for: pair, all: true).enumerated() {
      let tape = Tape(recording: false)
      let found = task.logits(task.batch([row]), method.steering(on: tape), on: tape).value
      let expected = try goldens.tensor("logits.\(index)")
      guard found.shape == expected.shape else {
        throw PairFault.shape("logits.\(index)", found: found.shape, expected: expected.shape)
      }
      worst = max(worst, Self.difference(found.values, expected.values))
    }
    return worst
  }

  /// The greatest difference as a share of the greatest value.
  static func difference(_ a: [Float], _ b: [Float]) -> Double {
    let scale = b.map(abs).max() ?? 0
    let worst = zip(a, b).map { $0.isFinite ? abs($0 - $1) : .infinity }.max() ?? 0
    return Double(worst / scale)
  }

  // MARK: Ten steps

  private func train(
    _ method: any TuningMethod, _ head: ClassificationHead?
  ) throws -> Double {
    let run = try TuningRun(
      model: TaskModel(language, head: head), method: method, hyper: table.hyper,
      train: table.rows(for: pair), validRows: 0, evaluate: nil)
    try run.run { _, _ in .proceed }
    guard run.state.losses.count == pair.losses.count else {
      throw PairFault.steps(run.state.losses.count)
    }
    return zip(run.state.losses, pair.losses).map { abs(Double($0) - $1) / $1 }.max() ?? .infinity
  }

  /// The method with the values that PEFT's had before its first step.
  private func startingMethod() throws -> any TuningMethod {
    var initial: [String: Tensor] = [:]
    for name in goldens.entries.keys where name.hasPrefix("initial.") {
      initial[String(name.dropFirst("initial.".count))] = try goldens.tensor(name)
    }
    switch pair.method {
    case "prompt":
      return SoftPrompt(try tensor("embedding.weight", of: initial))
    case "ptuning-mlp", "ptuning-lstm":
      return try PromptEncoder(parameters: initial, tokens: table.tokens)
    case "prefix", "prefix-projected":
      return try PrefixPrompt(parameters: initial, shape: language.network.shape)
    case "multitask":
      return try MultitaskPrompt(
        embedding: tensor("embedding.weight", of: initial),
        columns: tensor("prefix_task_cols", of: initial),
        rows: tensor("prefix_task_rows", of: initial), tokens: table.tokens)
    default:
      throw PairFault.unknownMethod(pair.method)
    }
  }

  private func tensor(_ name: String, of values: [String: Tensor]) throws -> Tensor {
    guard let tensor = values[name] else { throw PairFault.missing(name) }
    return tensor
  }
}

enum PairFault: Error {
  case shape(String, found: [Int], expected: [Int])
  case steps(Int)
  case missing(String)
  case unknownMethod(String)
}
