import Diagnostics

/// The words that begin with a colon.
enum SessionCommand: String, CaseIterable {
  case help, cells, vars, edit, move, delete, run, reload, save, time, runs, why, force, forget,
    reset, quit

  /// How it is written.
  var usage: String {
    switch self {
    case .help, .cells, .vars, .reload, .reset, .quit: ":\(rawValue)"
    case .edit: ":edit [N, NAME or FILE.pts]"
    case .move: ":move N after M"
    case .delete: ":delete N"
    case .save: ":save [FILE.pts] [force]"
    case .run: ":run stale, N, NAME, TITLE or FILE.pts"
    case .time: ":time CODE"
    case .runs: ":runs [ID]"
    case .why: ":why NAME"
    case .force: ":force [on or off]"
    case .forget: ":forget NAME …"
    }
  }

  var doc: String {
    switch self {
    case .help: "this list"
    case .cells: "the cells so far, and which of them are stale"
    case .vars: "the names that cells have defined, and their values"
    case .edit: "opens a cell in your editor; what you save there takes its place and runs"
    case .move: "puts a cell below another one; `:move N top` above all"
    case .delete: "takes out a cell and the names that it defines"
    case .save: "writes the cells to a file that does the same"
    case .run: "runs again what is stale, or a cell in its place, or runs a file"
    case .reload: "takes over what has changed in the file of `pts -i FILE`"
    case .time: "runs code and says how long it took"
    case .runs: "the runs that were kept, or all about one"
    case .why: "why a run was trained: the field that changed against the latest run of that name"
    case .force: "whether runs are trained that the store has finished"
    case .forget: "removes names that cells defined; a built-in of that name is back"
    case .reset: "forgets all cells and names"
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
    if word == "stale" { return "`:cells` shows which cells are, `:run stale` runs them" }
    let question = Suggestion.closest(to: word, among: allCases.map(\.rawValue))
    return question.map { "did you mean `:\($0)`?" } ?? "`:help` lists them"
  }
}
