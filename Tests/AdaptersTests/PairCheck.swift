import Adapters
import Checkpoints
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
  private let language: LocalModel
  private let goldens: SafeTensors

  init(_ pair: PeftPair, _ table: PeftTable) throws {
    self.pair = pair
    self.table = table
    language = try ReferenceData.model(pair.modelFolder)
    goldens = try SafeTensors(pair.folder.appendingPathComponent("goldens.safetensors"))
  }

  struct Figures: CustomStringConvertible {
    /// The greatest difference of a logit of PEFT's adapter, as a share of the greatest logit of
    /// its row.
    var logits = 0.0
    /// The greatest difference of a step's loss, as a share of the loss.
    var losses = 0.0
    /// The greatest difference of a value in our adapter folder after the ten steps.
    var files = 0.0

    var description: String {
      String(format: "logits %.1e  losses %.1e  files %.1e", logits, losses, files)
    }

    var fault: String? {
      logits <= 1e-4 && losses <= 1e-4 && files <= 1e-3 ? nil : description
    }
  }

  /// - Parameter folder: where our adapter is written, with the logits that it gives here beside
  ///   it.
  func run(writingTo folder: URL) throws -> Figures {
    var figures = Figures()
    let adapter = try Adapter(folder: pair.folder)
    figures.logits = try worst(
      logits(
        try adapter.method(for: language), try adapter.classificationHead(for: language)))

    let head = try head()
    let method = try startingMethod(adapter)
    figures.losses = try train(method, head)
    guard let contents = method.adapter else { throw PairFault.missing("adapter") }
    try Adapter(
      contents, kind: language.kind, head: head, baseModel: pair.modelName, sidecar: nil
    ).write(to: folder, shape: language.network.shape)
    figures.files = try compareFiles(folder)

    let own = try logits(method, head)
    let again = try Adapter(folder: folder)
    let reread = try logits(
      try again.method(for: language), try again.classificationHead(for: language))
    guard own == reread else { throw PairFault.changedBySaving }
    try SafeTensors.write(
      own.enumerated().map { ("logits.\($0)", $1) },
      to: folder.appendingPathComponent("logits.safetensors"))
    return figures
  }

  private func head() throws -> ClassificationHead? {
    pair.isClassification
      ? try language.classificationHead(labels: table.labels, seed: 0) : nil
  }

  // MARK: Logits

  /// Of every row of the table.
  private func logits(
    _ method: any TuningMethod, _ head: ClassificationHead?
  ) throws -> [Tensor] {
    let task = try TaskModel(language, head: head)
    return table.rows(for: pair, all: true).map { row in
      let tape = Tape(recording: false)
      return task.logits(
        task.batch([row], for: method), method.conditioning(on: tape), on: tape
      ).value
    }
  }

  private func worst(_ logits: [Tensor]) throws -> Double {
    var worst = 0.0
    for (index, found) in logits.enumerated() {
      let expected = try goldens.tensor("logits.\(index)")
      guard found.shape == expected.shape else {
        throw PairFault.shape("logits.\(index)", found: found.shape, expected: expected.shape)
      }
      worst = max(worst, Self.difference(found.values, expected.values))
    }
    return worst
  }

  /// The greatest difference as a share of the greatest value.
  private static func difference(_ a: [Float], _ b: [Float]) -> Double {
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
  /// - Parameter adapter: the saved one, whose settings the starting one had.
  private func startingMethod(_ adapter: Adapter) throws -> any TuningMethod {
    var initial: [String: Tensor] = [:]
    for name in goldens.entries.keys where name.hasPrefix("initial.") {
      initial[String(name.dropFirst("initial.".count))] = try goldens.tensor(name)
    }
    switch pair.method {
    case "prompt":
      return SoftPrompt(encoderRows(try tensor("embedding.weight", of: initial)))
    case "ptuning-mlp", "ptuning-lstm":
      return try PromptEncoder(parameters: initial, tokens: table.tokens)
    case "prefix", "prefix-projected":
      return try PrefixPrompt(parameters: initial, for: language.network)
    case "multitask":
      return try MultitaskPrompt(
        embedding: tensor("embedding.weight", of: initial),
        columns: tensor("prefix_task_cols", of: initial),
        rows: tensor("prefix_task_rows", of: initial), tokens: table.tokens)
    case "lora":
      var contents = adapter.contents
      contents.tensors = initial.filter { $0.key.contains(".lora_") }.map { ($0.key, $0.value) }
      return try LowRankAdaptation(contents, for: language)
    default:
      throw PairFault.unknownMethod(pair.method)
    }
  }

  /// Of an encoder–decoder's soft tokens the first half; PEFT never reads the other.
  private func encoderRows(_ embedding: Tensor) -> Tensor {
    let width = embedding.shape[1]
    return Tensor(
      Array(embedding.values.prefix(table.tokens * width)), shape: [table.tokens, width])
  }

  private func tensor(_ name: String, of values: [String: Tensor]) throws -> Tensor {
    guard let tensor = values[name] else { throw PairFault.missing(name) }
    return tensor
  }
}

enum PairFault: Error {
  case shape(String, found: [Int], expected: [Int])
  case type(String)
  case steps(Int)
  case missing(String)
  case unknownMethod(String)
  case names(missing: [String], extra: [String])
  case fields([String])
  case values(Double)
  case changedBySaving
}
