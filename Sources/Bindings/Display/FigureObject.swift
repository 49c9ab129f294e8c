import Figures
import Script

/// A picture as a value: what `plot` and `compare` give.
final class FigureObject: HostObject {
  let typeName: String
  let figure: Figure
  /// The values behind the picture.
  private let data: Value

  init(_ typeName: String, _ figure: Figure, data: Value) {
    self.typeName = typeName
    self.figure = figure
    self.data = data
  }

  var isDisplayedWhenDiscarded: Bool { true }

  /// Its kinds differ in name alone.
  static let families: [MemberFamily] = [
    MemberFamily("comparison", properties: properties),
    MemberFamily("plot", properties: properties),
  ]
  private static let properties: [MemberFamily.Property] = [
    ("data", "the values that it shows: of a comparison a record for each row of the table")
  ]

  var memberNames: [String] { Self.properties.map(\.name) }
  func memberDoc(_ name: String) -> String? { Self.properties.first { $0.name == name }?.doc }
  func member(_ name: String) throws -> Value? { name == "data" ? data : nil }

  var count: Int? { if case .list(let items) = data { items.count } else { nil } }
  func element(_ index: Int) throws -> Value {
    if case .list(let items) = data { items[index] } else { .none }
  }

  func index(_ items: [IndexItem]) throws -> Value? {
    guard case .list(let rows) = data, items.count == 1, case .position(let position) = items[0]
    else { return nil }
    guard let index = position.index(among: rows.count) else {
      throw Fault("there is no item \(position)", hint: "there are \(rows.count), from 0")
    }
    return rows[index]
  }

  /// The picture itself, as a plain terminal of 80 columns shows it.
  var text: String {
    TerminalDrawer(Terminal()).draw(figure)
  }

  func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(data, to: &output)
    return true
  }
}
