import Diagnostics

/// The words that begin with a colon.
enum SessionCommand: String, CaseIterable {
  case help, cells, edit, save, run, time, runs, forget, quit

  /// How it is written.
  var usage: String {
    switch self {
    case .help, .cells, .quit: ":\(rawValue)"
    case .edit: ":edit [N]"
    case .save: ":save FILE.pts [force]"
    case .run: ":run NAME, N or FILE.pts"
    case .time: ":time CODE"
    case .runs: ":runs [ID]"
    case .forget: ":forget NAME"
    }
  }

  var doc: String {
    switch self {
    case .help: "this list"
    case .cells: "the cells so far"
    case .edit: "opens a cell in your editor and runs what you leave there"
    case .save: "writes the good cells to a file"
    case .run: "runs a cell again, by its number or a name it defines, or runs a file"
    case .time: "runs code and says how long it took"
    case .runs: "the runs that were kept, or all about one"
    case .forget: "removes a name that a cell defined; a built-in of that name is back"
    case .quit: "leaves; so does ^D"
    }
  }

  /// - Parameter keys: what there is to know of the keys, a line each.
  static func helpText(keys: String) -> String {
    let width = allCases.map(\.usage.count).max() ?? 0
    let commands = allCases.map { command in
      "  " + command.usage + String(repeating: " ", count: width - command.usage.count) + "  "
        + command.doc + "\n"
    }
    return commands.joined() + """

        ?name explains a noun, a field, a function or a value; ? lists them all
        _ is the last value shown, _3 that of cell 3; a closing ; shows nothing

      """ + keys.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// The command that was most likely meant.
  static func hint(for word: String) -> String {
    let question = Suggestion.closest(to: word, among: allCases.map(\.rawValue))
    return question.map { "did you mean `:\($0)`?" } ?? "`:help` lists them"
  }
}
