import Diagnostics
import Foundation

extension Verdict {
  /// Remarks where the script that a notebook was exported from has changed since.
  ///
  /// - Parameter notebook: its text as a script.
  package mutating func compareScript(at url: URL, named name: String, _ notebook: SourceFile) {
    guard let data = FileManager.default.contents(atPath: url.path),
      case let text = String(decoding: data, as: UTF8.self), text != notebook.text
    else { return }
    let (before, now) = (Self.lines(notebook.text), Self.lines(text))
    let line = zip(before, now).prefix { $0 == $1 }.count + 1
    remarks.append("\(name) isn't what the notebook was made from any more: line \(line) differs")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }
}
