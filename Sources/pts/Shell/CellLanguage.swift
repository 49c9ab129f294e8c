import Foundation
import LineEditor
import Notebooks
import Script
import Syntax

/// What the line editor asks about an input: the language's rules, and those of `:` and `?`.
struct CellLanguage {
  private let session: Session

  init(_ session: Session) { self.session = session }

  var editorLanguage: EditorLanguage {
    EditorLanguage(
      completeness: { Self.completeness($0) }, highlight: { Self.highlight($0) },
      complete: { complete($0, $1) })
  }

  // MARK: Completeness

  private static func completeness(_ text: String) -> EditorLanguage.Completeness {
    if let code = code(in: text) {
      guard !code.text.isEmpty else { return .complete }
      switch Completeness.of(code.text) {
      case .incomplete(let indent): return .incomplete(indent: indent)
      // An input that no line can mend is sent, so that its fault is told.
      case .complete, .error: return .complete
      }
    }
    return .complete
  }

  /// The code of an input and where it begins; nil for a command or a question.
  private static func code(in text: String) -> (text: String, start: Int)? {
    let head = text.prefix { $0.isWhitespace }
    let rest = text[head.endIndex...]
    if rest.hasPrefix("?") { return nil }
    guard rest.hasPrefix(":") else { return (text, 0) }
    guard rest.hasPrefix(":time"), let space = rest.firstIndex(where: \.isWhitespace) else {
      return nil
    }
    return (String(text[space...]), text.utf8.distance(from: text.startIndex, to: space))
  }

  // MARK: Colours

  private static func highlight(_ text: String) -> [(Range<Int>, TextStyle)] {
    guard let code = code(in: text) else {
      let word = text.prefix { !$0.isWhitespace }.utf8.count
      return word > 0 ? [(0..<word, .command)] : []
    }
    let command: [(Range<Int>, TextStyle)] = code.start > 0 ? [(0..<code.start, .command)] : []
    return command
      + Highlighter.spans(of: code.text).compactMap { span in
        let style = style(of: span.class)
        guard style != .plain else { return nil }
        return (span.range.lowerBound + code.start..<span.range.upperBound + code.start, style)
      }
  }

  private static func style(of kind: TokenClass) -> TextStyle {
    switch kind {
    case .keyword, .interpolation: .keyword
    case .noun, .cell: .noun
    case .field: .field
    case .string: .string
    case .number, .constant: .number
    case .comment: .comment
    case .definition, .function, .member, .symbol: .plain
    }
  }

  // MARK: Completion

  private func complete(_ text: String, _ offset: Int) -> EditorLanguage.Completions {
    let folder = URL(
      fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    let completer = SessionCompleter(session, folder: folder)
    if let code = Self.code(in: text), offset >= code.start {
      let found = completer.completion(of: code.text, at: offset - code.start)
      return Self.completions(found.candidates, found.range, shift: code.start)
    }
    let head = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self)
    let start = head.lastIndex(where: \.isWhitespace).map { head.index(after: $0) }
    let word = String(head[(start ?? head.startIndex)...])
    let range = offset - word.utf8.count..<offset
    let candidates: [EditorLanguage.Candidate]
    if head.hasPrefix("?") {
      candidates = topics.map { .init(insert: "?" + $0) }
    } else if start == nil {
      candidates = ShellCommand.allCases.map {
        .init(insert: ":\($0.rawValue) ", label: ":\($0.rawValue)", help: $0.doc)
      }
    } else {
      return arguments(head, word, range, completer)
    }
    return .init(
      replaceRange: range, candidates: candidates.filter { $0.insert.hasPrefix(word) })
  }

  /// What can be asked about.
  private var topics: [String] {
    let help = session.help
    let names =
      help.nouns.map(\.name) + session.interpreter.globalNames + help.builtins.map(\.name)
      + help.nouns.flatMap { noun in noun.fields.map { "\(noun.name).\($0.name)" } }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Names and files after `:run`, files after `:save`.
  private func arguments(
    _ head: String, _ word: String, _ range: Range<Int>, _ completer: SessionCompleter
  ) -> EditorLanguage.Completions {
    guard head.hasPrefix(":run ") || head.hasPrefix(":save ") else {
      return .init(replaceRange: range, candidates: [])
    }
    let names = head.hasPrefix(":run ") ? session.cells.flatMap(\.defined) : []
    let cells = Set(names).sorted().filter { $0.hasPrefix(word) }
    let files = completer.paths(word, ["pts"])
    return .init(
      replaceRange: range,
      candidates: cells.map { .init(insert: $0, help: "a cell defines it") }
        + files.map { .init(insert: $0.insert, label: $0.label, help: $0.help) })
  }

  private static func completions(
    _ candidates: [SessionCompleter.Candidate], _ range: Range<Int>, shift: Int
  ) -> EditorLanguage.Completions {
    .init(
      replaceRange: range.lowerBound + shift..<range.upperBound + shift,
      candidates: candidates.map { .init(insert: $0.insert, label: $0.label, help: $0.help) })
  }
}
