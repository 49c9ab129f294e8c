import Foundation
import LineEditor
import Notebooks
import Script
import Syntax

/// The language of inputs in the line editor's own types.
struct CellLanguage {
  private let session: InteractiveSession

  init(_ session: InteractiveSession) { self.session = session }

  var editorLanguage: EditorLanguage {
    EditorLanguage(
      completeness: { Self.completeness($0) }, highlight: { Self.highlight($0) },
      complete: { complete($0, $1) }, pasted: InputLanguage.withoutPrompts,
      hint: { session.hint(for: $0, folder: folder) }, note: session.note(on:),
      brackets: { text, offset in
        InputLanguage.brackets(of: text, at: offset).map { [$0.opener, $0.closer] }?
          .map { $0..<$0 + 1 } ?? []
      })
  }

  private static func completeness(_ text: String) -> EditorLanguage.Completeness {
    switch InputLanguage.completeness(of: text) {
    case .incomplete(let indent): .incomplete(indent: indent)
    // An input that no line can mend is sent, so that its fault is reported.
    case .complete, .error: .complete
    }
  }

  private static func highlight(_ text: String) -> [(Range<Int>, TextStyle)] {
    InputLanguage.spans(of: text).compactMap { span in
      let style = style(of: span.class)
      return style == .plain ? nil : (span.range, style)
    }
  }

  private static func style(of kind: InputLanguage.SpanClass) -> TextStyle {
    switch kind {
    case .command: .command
    case .code(let token): style(of: token)
    }
  }

  private static func style(of token: TokenClass) -> TextStyle {
    switch token {
    case .keyword, .interpolation: .keyword
    case .noun, .cell: .noun
    case .field: .field
    case .string: .string
    case .number, .constant: .number
    case .comment: .comment
    case .definition, .function, .member, .symbol: .plain
    }
  }

  private var folder: URL {
    URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
  }

  private func complete(_ text: String, _ offset: Int) -> EditorLanguage.Completions {
    let found = session.completion(of: text, at: offset, folder: folder)
    return .init(
      replaceRange: found.range,
      candidates: found.candidates.map { .init(insert: $0.insert, label: $0.label, help: $0.help) })
  }
}
