import CEditLine
import Foundation

extension TerminalEditor {
  /// Runs a command for libedit; the result says what to do next.
  static func perform(
    _ command: EditorCommand, _ editLine: OpaquePointer?, _ key: wint_t
  ) -> UInt8 {
    guard let editor = of(editLine) else { return UInt8(CC_ERROR) }
    return editor.perform(command, key: UInt32(key))
  }

  private func perform(_ command: EditorCommand, key: UInt32) -> UInt8 {
    switch command {
    case .enter:
      if enter() { return UInt8(CC_NEWLINE) }
    case .deleteOrEnd:
      if buffer.isEmpty {
        finish(with: .endOfFile)
        return UInt8(CC_EOF)
      }
      deleteForward()
    case .newline: openRow()
    case .up: move(.up)
    case .down: move(.down)
    case .left: buffer.cursor = buffer.previousGrapheme
    case .right: acceptHint { $0.cursor = $0.nextGrapheme }
    case .rowStart: buffer.cursor = buffer.rowStart
    case .rowEnd: acceptHint { $0.cursor = $0.rowEnd }
    case .textStart: buffer.cursor = 0
    case .textEnd: buffer.cursor = buffer.scalars.count
    case .deleteBackward: deleteBackward()
    case .deleteForward: deleteForward()
    case .killRow: kill(to: buffer.rowEnd == buffer.cursor ? buffer.cursor + 1 : buffer.rowEnd)
    case .killToRowStart:
      kill(to: buffer.rowStart == buffer.cursor ? buffer.cursor - 1 : buffer.rowStart)
    case .jump: buffer.cursor = jumpTarget
    case .closeBracket: closeBracket(key)
    case .complete: complete()
    case .paste: insertPaste()
    case .search: searchHistory()
    case .undo: takeBack()
    case .clear: painter.clearScreen()
    case .editExternally: editExternally()
    case .setMark, .killRegion, .killAll, .wordLeft, .wordRight, .deletePrevious:
      return UInt8(CC_ERROR)
    }
    return UInt8(CC_NORM)
  }

  /// Submits a complete text, and opens a row in an incomplete one; returns whether it did submit.
  /// On an incomplete text two blank rows at its end submit it, so that its error can be seen.
  private func enter() -> Bool {
    let buffer = buffer
    let text = buffer.text
    let isBlank = text.allSatisfy(\.isWhitespace)
    let trailing = text.reversed().prefix(while: \.isWhitespace).filter { $0 == "\n" }.count
    let insists = trailing >= 2 && buffer.cursor == buffer.scalars.count
    if isBlank || insists || language.completeness(text) == .complete {
      finish(with: .text(text))
      return true
    }
    openRow()
    return false
  }

  private func openRow() {
    var buffer = buffer
    var indent = 0
    // Text that is pasted where the terminal doesn't mark it has its own indentation.
    if !keys.nextIsBlank,
      case .incomplete(let columns) = language.completeness(buffer.textBeforeCursor)
    {
      indent = min(max(0, columns), 40)
    }
    buffer.insert("\n" + String(repeating: " ", count: indent))
    self.buffer = buffer
  }

  private func move(_ direction: VerticalDirection) {
    var buffer = buffer
    let isAtEdge = direction == .up ? buffer.isOnFirstRow : buffer.isOnLastRow
    // A cell of several rows is passed by one key, until the cursor is moved in it.
    if isAtEdge || history.shows(buffer) {
      guard let next = history.step(direction, from: buffer) else { return beep() }
      self.buffer = next
      return
    }
    let column = goal?.buffer == buffer ? goal!.column : buffer.column
    buffer.move(toRow: direction, column: column)
    goal = (buffer, column)
    self.buffer = buffer
  }

  /// Takes the hint at the end of the text, where there is one, or else moves.
  private func acceptHint(or move: (inout EditBuffer) -> Void) {
    var buffer = buffer
    let hint = hint(buffer)
    if hint.isEmpty {
      guard buffer.cursor < buffer.scalars.count else { return }
      move(&buffer)
    } else {
      buffer.insert(hint)
    }
    self.buffer = buffer
  }

  private func deleteForward() {
    var buffer = buffer
    guard buffer.cursor < buffer.scalars.count else { return beep() }
    buffer.replace(buffer.cursor..<buffer.nextGrapheme, with: "")
    self.buffer = buffer
  }

  private func deleteBackward() {
    var buffer = buffer
    guard buffer.cursor > 0 else { return beep() }
    var start = buffer.previousGrapheme
    let before = buffer.rowBeforeCursor
    // Indentation goes a step at a time.
    if before.count >= 2, before.count % 2 == 0, before.allSatisfy({ $0 == " " }) { start -= 1 }
    buffer.replace(start..<buffer.cursor, with: "")
    self.buffer = buffer
  }

  /// Kills through libedit, whose kill buffer ^Y yanks from.
  private func kill(to target: Int) {
    guard (0...buffer.scalars.count).contains(target) else { return beep() }
    jumpTarget = target
    push([.setMark, .jump, .killRegion])
  }

  private func closeBracket(_ key: UInt32) {
    guard let scalar = Unicode.Scalar(key) else { return }
    var buffer = buffer
    let before = buffer.rowBeforeCursor
    if before.count >= 2, before.allSatisfy({ $0 == " " }) {
      buffer.replace(buffer.cursor - 2..<buffer.cursor, with: "")
    }
    buffer.insert(String(scalar))
    self.buffer = buffer
  }

  /// A paste is one piece of text, whatever its lines are. Combining sequences are composed, and
  /// control characters dropped: a page must not be able to type keys.
  private func insertPaste() {
    let pasted = String(decoding: keys.paste(), as: UTF8.self)
      .replacingOccurrences(of: "\r\n", with: "\n")
      .replacingOccurrences(of: "\r", with: "\n")
      .precomposedStringWithCanonicalMapping
    let kept = pasted.unicodeScalars.filter {
      $0 == "\n" || $0 == "\t" || ($0.properties.generalCategory != .control && $0 != "\u{FEFF}")
    }
    var text = String(String.UnicodeScalarView(kept))
    while text.hasSuffix("\n") { text.removeLast() }
    var buffer = buffer
    buffer.insert(language.pasted(text))
    self.buffer = buffer
  }

  private func takeBack() {
    guard let earlier = undo.undo() else { return beep() }
    buffer = earlier
  }

  private func editExternally() {
    let text = buffer.text
    let editor = ExternalEditor(environment: configuration.environment)
    do {
      if let edited = try withTerminalReleased({ try editor.edit(text) }) {
        buffer = EditBuffer(edited)
      }
    } catch {
      beep()
    }
  }
}
