import Figures
import Script
import Syntax

/// The one function from values to figures: whatever shows a value goes through it.
extension Figure {
  /// Nil for `none`, which shows nothing.
  package init?(_ value: Value) {
    switch value {
    case .none: return nil
    case .object(let object): self = object.figure
    case .list(let items): self = Self.list(items)
    case .record(let record): self = .record(FieldList(record))
    default: self = .excerpt(value.source)
    }
  }

  private static func list(_ items: [Value]) -> Figure {
    Table(records: items).map(Figure.table) ?? .list(ItemList(items))
  }
}

extension ItemList {
  /// More items than a window shows.
  private static let longest = 4096
  /// A list of more items than this fits no window's line.
  private static let longestOnALine = 512

  fileprivate init(_ items: [Value]) {
    // Numbers among numbers are rounded; among other values each keeps all its digits.
    let isNumeric = items.allSatisfy { if case .number = $0 { true } else { false } }
    let shown = items.prefix(Self.longest).map { item in
      if isNumeric, case .number(let number) = item { return Numeral.short(number) }
      return item.source
    }
    self.init(
      source: items.count > Self.longestOnALine ? nil : Value.list(items).source, items: shown,
      count: items.count)
  }
}

extension FieldList {
  fileprivate init(_ record: Record) {
    self.init(
      source: Value.record(record).source,
      fields: record.map { Field($0.0.isPlainName ? $0.0 : $0.0.quoted, $0.1.source) })
  }
}
