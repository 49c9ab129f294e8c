import CEditLine

/// An action of a key beyond libedit's own functions.
///
/// Each command is one key of its own, a C1 control character that no keyboard sends; escape
/// sequences are turned into it before libedit sees them. So libedit never waits after Esc for the
/// rest of a sequence, which would make vi's command mode sticky.
enum EditorCommand: UInt32, CaseIterable {
  case enter = 0x80
  case newline, up, down, left, right, rowStart, rowEnd, textStart, textEnd
  case deleteBackward, deleteForward, deleteOrEnd, killRow, killToRowStart, closeBracket
  case complete, paste, search, undo, clear, editExternally, jump
  // From here on built-in functions of libedit, named so that they can be pushed as keys.
  case setMark, killRegion, killAll, wordLeft, wordRight, deletePrevious

  var key: UInt32 { rawValue }

  /// The name it has in `~/.editrc`.
  var name: String {
    switch self {
    case .setMark: "em-set-mark"
    case .killRegion: "em-kill-region"
    case .killAll: "em-kill-line"
    case .wordLeft: "ed-prev-word"
    case .wordRight: "em-next-word"
    case .deletePrevious: "em-delete-prev-char"
    default: "pts-\(self)"
    }
  }

  /// The function that libedit calls; nil where it has its own. One each, because libedit doesn't
  /// say which name it was called by.
  var handler: cel_handler? {
    switch self {
    case .enter: { editor, key in TerminalEditor.perform(.enter, editor, key) }
    case .newline: { editor, key in TerminalEditor.perform(.newline, editor, key) }
    case .up: { editor, key in TerminalEditor.perform(.up, editor, key) }
    case .down: { editor, key in TerminalEditor.perform(.down, editor, key) }
    case .left: { editor, key in TerminalEditor.perform(.left, editor, key) }
    case .right: { editor, key in TerminalEditor.perform(.right, editor, key) }
    case .rowStart: { editor, key in TerminalEditor.perform(.rowStart, editor, key) }
    case .rowEnd: { editor, key in TerminalEditor.perform(.rowEnd, editor, key) }
    case .textStart: { editor, key in TerminalEditor.perform(.textStart, editor, key) }
    case .textEnd: { editor, key in TerminalEditor.perform(.textEnd, editor, key) }
    case .deleteBackward: { editor, key in TerminalEditor.perform(.deleteBackward, editor, key) }
    case .deleteForward: { editor, key in TerminalEditor.perform(.deleteForward, editor, key) }
    case .deleteOrEnd: { editor, key in TerminalEditor.perform(.deleteOrEnd, editor, key) }
    case .killRow: { editor, key in TerminalEditor.perform(.killRow, editor, key) }
    case .killToRowStart: { editor, key in TerminalEditor.perform(.killToRowStart, editor, key) }
    case .closeBracket: { editor, key in TerminalEditor.perform(.closeBracket, editor, key) }
    case .complete: { editor, key in TerminalEditor.perform(.complete, editor, key) }
    case .paste: { editor, key in TerminalEditor.perform(.paste, editor, key) }
    case .search: { editor, key in TerminalEditor.perform(.search, editor, key) }
    case .undo: { editor, key in TerminalEditor.perform(.undo, editor, key) }
    case .clear: { editor, key in TerminalEditor.perform(.clear, editor, key) }
    case .editExternally: { editor, key in TerminalEditor.perform(.editExternally, editor, key) }
    case .jump: { editor, key in TerminalEditor.perform(.jump, editor, key) }
    case .setMark, .killRegion, .killAll, .wordLeft, .wordRight, .deletePrevious: nil
    }
  }

  /// Bound before `~/.editrc`, which may bind them otherwise.
  static let customary: [(key: String, command: EditorCommand)] = [
    ("^K", .killRow), ("^U", .killToRowStart), ("^_", .undo), ("^F", .right),
    ("^B", .left), ("^X^E", .editExternally), ("^X^U", .undo),
  ]

  /// Bound after it, in both of vi's modes: without them a cell could not be edited.
  static let mandatory: [(key: String, command: EditorCommand)] = [
    ("^M", .enter), ("^J", .enter), ("^A", .rowStart), ("^E", .rowEnd), ("^P", .up), ("^N", .down),
    ("^R", .search), ("^D", .deleteOrEnd), ("^I", .complete), ("^?", .deleteBackward),
    ("^H", .deleteBackward), ("^L", .clear),
  ]

  /// Bound after it in vi's command mode.
  static let viCommandMode: [(key: String, command: EditorCommand)] = [
    ("k", .up), ("j", .down), ("/", .search), ("?", .search), ("u", .undo), ("v", .editExternally),
  ]

  /// Bound after it where text is typed.
  static let closers = ["}", "]", ")"]

  /// The sequences that terminals send for the other keys, without the leading Esc.
  static let sequences: [String: EditorCommand] = [
    "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right, "[D": .left,
    "OD": .left, "[H": .rowStart, "OH": .rowStart, "[1~": .rowStart, "[7~": .rowStart,
    "[F": .rowEnd, "OF": .rowEnd, "[4~": .rowEnd, "[8~": .rowEnd, "[3~": .deleteForward,
    "[1;5C": .wordRight, "[1;3C": .wordRight, "Oc": .wordRight, "[1;5D": .wordLeft,
    "[1;3D": .wordLeft, "Od": .wordLeft, "[1;5H": .textStart, "[1;5F": .textEnd, "<": .textStart,
    ">": .textEnd, "[200~": .paste, "\r": .newline, "\n": .newline, "[13;2u": .newline,
    "[27;2;13~": .newline,
  ]
}
