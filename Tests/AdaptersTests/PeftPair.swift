import Foundation
import JSON
import ReferenceData
import Tensors
import Transformers
import Tuning

/// A method of PEFT on a family of models for a task, as scripts/fixtures/peft_pairs.py wrote it
/// down.
struct PeftPair {
  let family: String
  let task: String
  let method: String
  /// What PEFT itself says where it has no such pair.
  let refusal: String?
  let losses: [Double]

  /// The model's folder, and the beginning of the pair's.
  var modelName: String { "\(family)-\(task.lowercased().replacing("_", with: "-"))" }
  var name: String { "\(modelName)-\(method)" }
  var folder: URL { PeftTable.root.appendingPathComponent(name) }
  var modelFolder: URL { PeftTable.root.appendingPathComponent("models/\(modelName)") }
  var isClassification: Bool { task == "SEQ_CLS" }

  /// Whether soft tokens stand in front of a row's text.
  var hasSoftTokens: Bool { method != "lora" && !method.hasPrefix("prefix") }
}

/// All pairs, and the rows and settings that they share.
struct PeftTable {
  static let root = ReferenceData.root.appendingPathComponent("pairs")

  let pairs: [PeftPair]
  let hyper: Hyperparameters
  let labels: Int
  /// P.
  let tokens: Int
  private let rows: [JSONValue]

  init() throws {
    let json = try ReferenceData.json(Self.root.appendingPathComponent("table.json"))
    let settings = json["settings"]!
    labels = settings["labels"]!.int!
    tokens = settings["tokens"]!.int!
    rows = json["rows"]!.array!
    pairs = json["pairs"]!.array!.map { pair in
      PeftPair(
        family: pair["family"]!.string!, task: pair["task"]!.string!,
        method: pair["method"]!.string!, refusal: pair["refusal"]?.string,
        losses: pair["losses"]?.numbers ?? [])
    }
    var hyper = Hyperparameters()
    hyper.optimizer = .adamW
    hyper.learningRate = settings["hyper"]!["lr"]!.double!
    hyper.decay = settings["hyper"]!["decay"]!.double!
    hyper.betas = settings["hyper"]!["betas"]!.numbers
    hyper.length = .steps(settings["steps"]!.int!)
    hyper.batch = settings["batch"]!.int!
    hyper.shuffles = false
    self.hyper = hyper
  }

  /// - Parameter all: every token of a text is a target, instead of those that are trained.
  func rows(for pair: PeftPair, all: Bool = false) -> [RenderedRow] {
    rows.enumerated().map { index, row in
      let ids = row["ids"]!.ids
      let first = pair.method == "multitask" ? row["task"]!.int! * tokens : 0
      let front = pair.hasSoftTokens ? (0..<tokens).map { Int32(-1 - first - $0) } : []
      let isText = pair.task == "CAUSAL_LM"
      let targets = row["target"]!.ids.map { isText && (all || $0 == 1) }
      return RenderedRow(
        codes: front + ids, isTarget: front.map { _ in false } + targets, row: .element(index),
        label: pair.isClassification ? Int32(row["label"]!.int!) : nil,
        reply: pair.task == "SEQ_2_SEQ_LM" ? row["reply"]!.ids : [])
    }
  }
}
