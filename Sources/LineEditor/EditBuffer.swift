import TextWidth

/// A text and a cursor in it, both counted in Unicode scalars as libedit counts them.
///
/// A row is a line of the text; rows wrapped by the window are one row here.
struct EditBuffer: Equatable {
  var scalars: [Unicode.Scalar]
  var cursor: Int

  init(scalars: [Unicode.Scalar], cursor: Int) {
    self.scalars = scalars
    self.cursor = min(max(0, cursor), scalars.count)
  }

  /// A text with the cursor at its end.
  init(_ text: String = "") {
    scalars = Array(text.unicodeScalars)
    cursor = scalars.count
  }

  var text: String { Self.string(scalars[...]) }
  var textBeforeCursor: String { Self.string(scalars[..<cursor]) }
  var isEmpty: Bool { scalars.isEmpty }

  /// The cursor in UTF-8 bytes.
  var cursorOffset: Int { scalars[..<cursor].reduce(0) { $0 + UTF8.width($1) } }

  /// The scalar at a UTF-8 offset; an offset inside a scalar counts as its start.
  func index(ofOffset offset: Int) -> Int {
    var bytes = 0
    for (index, scalar) in scalars.enumerated() {
      bytes += UTF8.width(scalar)
      if bytes > offset { return index }
    }
    return scalars.count
  }

  var rowStart: Int { (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
  var rowEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }
  var isOnFirstRow: Bool { rowStart == 0 }
  var isOnLastRow: Bool { rowEnd == scalars.count }
  /// The columns between the row's start and the cursor.
  var column: Int { DisplayWidth.of(Self.string(scalars[rowStart..<cursor])) }
  var rowBeforeCursor: ArraySlice<Unicode.Scalar> { scalars[rowStart..<cursor] }
  var row: ArraySlice<Unicode.Scalar> { scalars[rowStart..<rowEnd] }

  mutating func insert(_ text: String) {
    replace(cursor..<cursor, with: text)
  }

  /// Replaces a range by a text and puts the cursor after it.
  mutating func replace(_ range: Range<Int>, with text: String) {
    let inserted = Array(text.unicodeScalars)
    scalars.replaceSubrange(range, with: inserted)
    cursor = range.lowerBound + inserted.count
  }

  /// Moves to the row above or below, as near to a column as its text allows.
  mutating func move(toRow direction: VerticalDirection, column: Int) {
    switch direction {
    case .up: cursor = rowStart - 1
    case .down: cursor = rowEnd + 1
    }
    var end = rowStart
    var width = 0
    for character in Self.string(scalars[rowStart..<rowEnd]) {
      width += DisplayWidth.of(character)
      if width > column { break }
      end += character.unicodeScalars.count
    }
    cursor = end
  }

  /// Where the grapheme before or after the cursor ends.
  var previousGrapheme: Int {
    guard let last = textBeforeCursor.last else { return 0 }
    return cursor - last.unicodeScalars.count
  }
  var nextGrapheme: Int {
    guard let next = Self.string(scalars[cursor...]).first else { return scalars.count }
    return cursor + next.unicodeScalars.count
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

enum VerticalDirection {
  case up, down
}
