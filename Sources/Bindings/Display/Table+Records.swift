import Figures
import Script

extension Table {
  /// A list of records that have the same fields, each a word or a number; nil for any other list.
  init?(records items: [Value]) {
    guard items.count > 1, case .record(let first) = items[0], first.count > 0 else { return nil }
    let names = first.map(\.0)
    var rows: [[Cell]] = []
    for item in items {
      guard case .record(let record) = item, record.map(\.0) == names else { return nil }
      var row: [Cell] = []
      for (_, value) in record {
        guard let cell = Cell(value) else { return nil }
        row.append(cell)
      }
      rows.append(row)
    }
    let columns = names.indices.map { column in
      let isNumeric = rows.allSatisfy { if case .text = $0[column] { false } else { true } }
      return Column(names[column], isNumeric ? .number() : .text)
    }
    self.init(columns: columns, rows: rows)
  }
}

extension Table.Cell {
  fileprivate init?(_ value: Value) {
    switch value {
    case .none: self = .missing
    case .number(let number): self = .number(number)
    case .bool(let flag): self = .text(flag ? "true" : "false")
    case .string(let text): self = .text(text)
    case .object(let object) where !(object.text.contains("\n")): self = .text(object.text)
    default: return nil
    }
  }
}
