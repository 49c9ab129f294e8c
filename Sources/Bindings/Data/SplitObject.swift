import Data
import Figures
import Script

/// One split of a dataset.
final class SplitObject: FamilyObject {
  let name: String
  let rows: [DataRow]
  let dataset: Dataset

  init(_ name: String, _ rows: [DataRow], of dataset: Dataset) {
    self.name = name
    self.rows = rows
    self.dataset = dataset
  }

  static let family = MemberFamily(
    "split",
    properties: [
      ("name", "train, valid or test"),
      ("columns", "the names of its columns"),
      ("labels", "how often each target occurs"),
    ], gives: ["columns": "list", "labels": "record", "[]": "record"])

  func hint(forMissing name: String) -> String? {
    switch name {
    case "head", "rows": "write `[..5]` after it"
    case "shape", "size": "`len(…)` counts its rows, `.columns` names its columns"
    default: nil
    }
  }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "name": return .string(self.name)
    case "columns": return .list(dataset.columns.map(Value.string))
    case "labels":
      let counts = Dictionary(
        rows.map { ($0.fields[dataset.target] ?? "", 1) }, uniquingKeysWith: +)
      return .record(
        Record(counts.sorted { $0.key < $1.key }.map { ($0.key, .number(Double($0.value))) }))
    default: return nil
    }
  }

  var count: Int? { rows.count }
  func element(_ index: Int) throws -> Value { .record(rows[index].record(dataset.columns)) }

  func index(_ items: [IndexItem]) throws -> Value? {
    guard items.count == 1 else { return nil }
    switch items[0] {
    case .position(let position):
      guard let index = position.index(among: rows.count) else {
        throw Fault(
          "\(name) has no row \(position)", hint: "it has \(rows.count) rows, counted from 0")
      }
      return try element(index)
    case .slice(let lower, let upper, let step):
      let range = Int.indices(from: lower, to: upper, by: step, among: rows.count)
      return .object(SplitObject(name, range.map { rows[$0] }, of: dataset))
    default: return nil
    }
  }

  var text: String { "\(dataset.name).\(name): \(Numeral.count(rows.count)) rows" }

  var figure: Figure {
    .stack([.text(text), RowTable.figure(rows, columns: dataset.columns)])
  }

  func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(Value.list(rows.map { .record($0.record(dataset.columns)) }), to: &output)
    return true
  }
}
