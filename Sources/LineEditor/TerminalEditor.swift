import CEditLine
import Foundation
import TextWidth

/// Edits whole cells on a terminal: libedit reads the keys, binds them and keeps the buffer, and
/// the frame is drawn by us each time it asks for the next key.
final class TerminalEditor {
  let language: EditorLanguage
  let configuration: LineEditor.Configuration
  let painter: Painter
  let keys: KeyInput
  var history: History
  /// Rows under the text, until the next key.
  var notes: [Frame.Row] = []
  /// What a search has found in the text, in UTF-8 offsets.
  var match: Range<Int>?
  var undo = UndoStack()
  /// Where a kill that is under way moves the cursor.
  var jumpTarget = 0
  /// The column that ↑ and ↓ aim for, as long as nothing else moved the cursor.
  var goal: (buffer: EditBuffer, column: Int)?
  /// The text that the last Tab left ambiguous.
  var ambiguous: EditBuffer?

  private let editLine: OpaquePointer
  private let output: Int32
  private let historyFile: HistoryFile?
  private var prompt = ""
  private var outcome: LineEditor.Input?
  private var injected: [UInt32] = []
  private var coloured: (text: String, styles: [(Range<Int>, TextStyle)]) = ("", [])
  /// A text longer than this is shown plain: the lexer would slow every key.
  private static let highlightLimit = 1 << 16
  /// In scalars: what could follow a longer text would take too long to find at each key.
  private static let ghostLimit = 4096

  init?(configuration: LineEditor.Configuration, language: EditorLanguage, output: Int32) {
    cel_use_utf8()
    guard let editLine = cel_open(configuration.program, configuration.input, output) else {
      return nil
    }
    self.editLine = editLine
    self.configuration = configuration
    self.language = language
    painter = Painter(descriptor: output)
    keys = KeyInput(descriptor: configuration.input)
    historyFile = configuration.historyFile.map(HistoryFile.init)
    history = History(entries: historyFile?.load() ?? [])
    self.output = output
    cel_set_client(editLine, Unmanaged.passUnretained(self).toOpaque())
    cel_set_reader(editLine) { editLine, key in
      guard let editor = TerminalEditor.of(editLine), let key else { return -1 }
      return editor.nextKey(&key.pointee)
    }
    bindKeys()
  }

  deinit {
    cel_close(editLine)
  }

  func read(prompt: String) -> LineEditor.Input {
    self.prompt = prompt
    (outcome, injected, notes, undo) = (nil, [], [], UndoStack())
    (goal, ambiguous) = (nil, nil)
    history.endWalk()
    painter.forget()
    enterTerminal()
    _ = cel_run(editLine)
    leaveTerminal()
    Interrupts.reset()
    let outcome = outcome ?? .endOfFile
    if case .text(let text) = outcome, history.add(text) { historyFile?.append(text) }
    return outcome
  }

  // MARK: What commands work with

  var buffer: EditBuffer {
    get {
      let count = cel_length(editLine)
      var scalars = [UInt32](repeating: 0, count: count)
      cel_copy(editLine, &scalars, count)
      return EditBuffer(
        scalars: scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }, cursor: cel_cursor(editLine))
    }
    set {
      let old = buffer
      if newValue.scalars == old.scalars {
        cel_move(editLine, newValue.cursor)
      } else if newValue.isEmpty {
        // libedit can't replace by nothing: leave one character and take it back as a key.
        _ = cel_replace(editLine, [0x20], 1, 1)
        push([.deletePrevious])
      } else {
        let values = newValue.scalars.map(\.value)
        _ = cel_replace(editLine, values, values.count, newValue.cursor)
      }
    }
  }

  func push(_ commands: [EditorCommand]) {
    let keys = commands.map(\.key)
    cel_push(editLine, keys, keys.count)
  }

  func beep() {
    painter.write("\u{7}")
  }

  func paint(_ buffer: EditBuffer) {
    painter.paint(frame(buffer, isEdited: true), notes: notes)
  }

  /// Text that could follow: the rest of the newest cell that begins so, or else of a word; empty
  /// where nothing does.
  func hint(_ buffer: EditBuffer) -> String {
    guard showsGhost(buffer), language.note(buffer.text) == nil else { return "" }
    return history.suggestion(for: buffer.text) ?? language.hint(buffer.text) ?? ""
  }

  private func showsGhost(_ buffer: EditBuffer) -> Bool {
    configuration.colour && notes.isEmpty && !buffer.isEmpty
      && buffer.cursor == buffer.scalars.count
      && buffer.scalars.count <= Self.ghostLimit
  }

  /// The faint text after the cursor.
  private func ghost(_ buffer: EditBuffer) -> String {
    guard showsGhost(buffer) else { return "" }
    return language.note(buffer.text).map { "  " + $0 } ?? hint(buffer)
  }

  /// Ends the line with what `read` is to give.
  func finish(with outcome: LineEditor.Input, suffix: String = "") {
    notes = []
    painter.finish(frame(buffer), suffix: suffix)
    self.outcome = outcome
  }

  /// Gives the terminal to another program for a while.
  func withTerminalReleased<Result>(_ body: () throws -> Result) rethrows -> Result {
    painter.finish(frame(buffer))
    cel_set_raw(editLine, 0)
    leaveTerminal()
    defer {
      enterTerminal()
      painter.forget()
    }
    return try body()
  }

  // MARK: The loop under libedit

  static func of(_ editLine: OpaquePointer?) -> TerminalEditor? {
    guard let editLine, let client = cel_client(editLine) else { return nil }
    return Unmanaged<TerminalEditor>.fromOpaque(client).takeUnretainedValue()
  }

  /// libedit's question for the next key: 1, 0 at the end of input, -1 when ^C ended the line.
  private func nextKey(_ key: inout wchar_t) -> Int32 {
    while true {
      if !injected.isEmpty {
        key = wchar_t(injected.removeFirst())
        return 1
      }
      if outcome != nil { return -1 }
      // libedit's own drawing, unseen, overruns its tables when rows exceed the window and its
      // cursor is stale; so it starts from a known state at each key.
      cel_synchronize(editLine)
      let buffer = buffer
      undo.observe(buffer)
      if !keys.hasPending { paint(buffer) }
      let next = keys.next()
      if case .signals = next {} else { notes = [] }
      switch next {
      case .scalar(let scalar): injected = [scalar]
      case .command(let command): injected = [command.key]
      case .signals(let signals): handle(signals)
      case .end:
        outcome = .endOfFile
        return 0
      }
    }
  }

  func handle(_ signals: Int32) {
    if signals & Int32(CEL_INTERRUPT) != 0 {
      finish(with: .interrupted, suffix: "^C")
      // Into the kill buffer, so that ^Y brings back what was dropped by mistake.
      if !buffer.isEmpty { injected = [EditorCommand.killAll.key] }
      return
    }
    if signals & Int32(CEL_SUSPEND) != 0 {
      withTerminalReleased { _ = raise(SIGTSTP) }
    } else if signals & Int32(CEL_CONTINUE) != 0 {
      // Stopped from outside: another program may have changed the terminal's modes since.
      cel_set_raw(editLine, 0)
      cel_set_raw(editLine, 1)
      painter.write("\u{1B}[?2004h")
      painter.forget()
    }
    if signals & Int32(CEL_RESIZE) != 0 {
      notes = []
      painter.clearAfterResize()
    }
  }

  private func enterTerminal() {
    cel_begin_editing(output)
    // Modes first: a program that sees bracketed paste turned on may type.
    cel_set_raw(editLine, 1)
    painter.write("\u{1B}[?2004h")
  }

  private func leaveTerminal() {
    painter.write("\u{1B}[?2004l")
    cel_end_editing()
  }

  /// - Parameter isEdited: shows what helps to edit as well: ghost text, matching brackets, what a
  ///   search has found.
  private func frame(_ buffer: EditBuffer, isEdited: Bool = false) -> Frame {
    let text = buffer.text
    if configuration.colour, coloured.text != text {
      coloured = (text, text.utf8.count > Self.highlightLimit ? [] : language.highlight(text))
    }
    // Rows line up, unless the prompt takes too much of a narrow window.
    let columns = painter.size.columns
    let indent = DisplayWidth.of(prompt) - DisplayWidth.of(configuration.continuation)
    let margin = String(repeating: " ", count: indent * 4 < columns ? max(0, indent) : 0)
    var styles = configuration.colour ? coloured.styles : []
    if isEdited, configuration.colour, text.utf8.count <= Self.highlightLimit {
      if let match {
        styles = styles.with(.match, at: match)
      } else {
        for range in language.brackets(text, buffer.cursorOffset) {
          styles = styles.with(.bracket, at: range)
        }
      }
    }
    return FrameBuilder.frame(
      prompt: prompt, continuation: margin + configuration.continuation, text: text,
      cursor: buffer.cursorOffset, styles: styles, ghost: isEdited ? ghost(buffer) : "",
      columns: columns, colour: configuration.colour)
  }

  private func bindKeys() {
    for command in EditorCommand.allCases {
      guard let handler = command.handler else { continue }
      _ = cel_add_function(editLine, command.name, "a key of pts", handler)
    }
    for (key, command) in EditorCommand.customary { _ = cel_bind(editLine, key, command.name, 0) }
    _ = cel_bind(editLine, "^W", "ed-delete-prev-word", 0)
    cel_read_settings(editLine)
    for (key, command) in EditorCommand.mandatory {
      for alternate in [Int32(0), 1] { _ = cel_bind(editLine, key, command.name, alternate) }
    }
    for command in EditorCommand.allCases {
      let key = "\\" + String(command.key, radix: 8)
      for alternate in [Int32(0), 1] { _ = cel_bind(editLine, key, command.name, alternate) }
    }
    for (key, command) in EditorCommand.viCommandMode {
      _ = cel_bind(editLine, key, command.name, 1)
    }
    for key in EditorCommand.closers {
      _ = cel_bind(editLine, key, EditorCommand.closeBracket.name, 0)
    }
  }
}
