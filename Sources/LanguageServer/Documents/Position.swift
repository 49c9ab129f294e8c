import JSON

/// A line and a UTF-16 offset in it, both from 0.
package struct Position: Equatable, Sendable {
  package let line: Int
  package let character: Int

  package init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }

  /// Nil for anything but a pair of whole numbers from 0.
  init?(_ value: JSONValue?) {
    guard let line = value?["line"]?.int, let character = value?["character"]?.int, line >= 0,
      character >= 0
    else { return nil }
    self.init(line: line, character: character)
  }

  package var json: JSONValue {
    .record(["line": .integer(line), "character": .integer(character)])
  }
}

/// A stretch between two positions.
struct PositionRange: Equatable, Sendable {
  let start: Position
  let end: Position

  var json: JSONValue { .record(["start": start.json, "end": end.json]) }
}
