/// The states a text had, so that edits can be taken back; a word typed in one go counts as one.
struct UndoStack {
  private static let depth = 100
  private var earlier: [EditBuffer] = []
  private var current = EditBuffer()
  private var isTyping = false

  /// Notes the state after a key.
  mutating func observe(_ buffer: EditBuffer) {
    guard buffer.scalars != current.scalars else {
      current.cursor = buffer.cursor
      return
    }
    let typed =
      buffer.scalars.count == current.scalars.count + 1 && buffer.cursor == current.cursor + 1
      && !buffer.scalars[buffer.cursor - 1].properties.isWhitespace
    if !(typed && isTyping) {
      earlier.append(current)
      if earlier.count > Self.depth { earlier.removeFirst() }
    }
    isTyping = typed
    current = buffer
  }

  /// The state before the last edit.
  mutating func undo() -> EditBuffer? {
    guard let last = earlier.popLast() else { return nil }
    current = last
    isTyping = false
    return last
  }
}
