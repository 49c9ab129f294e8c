import Data
import Figures
import Script
import Tuning

/// A declared dataset.
final class DatasetObject: DeclaredObject, FamilyObject {
  let declaration: Declaration
  let dataset: Dataset

  init(_ declaration: Declaration, engine: Engine) throws {
    self.declaration = declaration
    dataset = try DatasetPlan.load(declaration, name: declaration.name) {
      let url = engine.url($0, usedIn: declaration.range.file)
      engine.inputs.note(url)
      return url
    }
  }

  static let family = MemberFamily(
    "dataset",
    properties: [
      ("train", "the rows to tune on"),
      ("valid", "the rows that choose between steps and runs"),
      ("test", "the rows that judge the winner"),
      ("columns", "the names of its columns"),
      ("input", "the column that `predict(text)` fills"),
      ("target", "the column that the model has to produce"),
      ("hash", "SHA-256 over all rows"),
    ], gives: ["train": "split", "valid": "split", "test": "split", "columns": "list"])

  func hint(forMissing name: String) -> String? {
    switch name {
    case "head", "rows", "sample": "write `.train[..5]`"
    case "labels": "a split has them: `.train.labels`"
    case "shape", "size": "`len(…)` counts its rows, `.columns` names its columns"
    case "validation", "dev": "write `.valid`"
    default: nil
    }
  }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "train": .object(SplitObject(name, dataset.train, of: dataset))
    case "valid": .object(SplitObject(name, dataset.valid, of: dataset))
    case "test": .object(SplitObject(name, dataset.test, of: dataset))
    case "columns": .list(dataset.columns.map(Value.string))
    case "input": .string(dataset.input)
    case "target": .string(dataset.target)
    case "hash": .string(dataset.hash)
    default: nil
    }
  }

  /// Rows are asked of a split, whose order is that of its seed.
  func index(_ items: [IndexItem]) throws -> Value? {
    throw Fault(
      "a dataset is divided into splits",
      hint: "write `\(declaration.name).train[0]`, or valid or test")
  }

  var count: Int? { dataset.rows.count }
  func element(_ index: Int) throws -> Value {
    .record(dataset.rows[index].record(dataset.columns))
  }

  var text: String {
    "dataset \(declaration.name): \(Numeral.count(dataset.rows.count)) rows "
      + "(train \(Numeral.count(dataset.train.count)), valid \(Numeral.count(dataset.valid.count)), "
      + "test \(Numeral.count(dataset.test.count))), "
      + "columns \(dataset.columns.joined(separator: ", "))"
  }

  var figure: Figure {
    .stack([.text(text), RowTable.figure(dataset.train, columns: dataset.columns)])
  }
}
