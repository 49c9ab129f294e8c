import Diagnostics
import Foundation

/// Why a script can't be read.
package enum ScriptFileError: Error {
  case missing(String)
  case folder(String)
  case unreadable(String, reason: String)
  case tooLong(String)
  /// Of Jupyter's.
  case notebook(String)
  case undecodable(Diagnostic)
  case interrupted

  /// - Parameter commands: what may have been meant instead of a file, by its name.
  package func diagnostic(commands: [String] = []) -> Diagnostic {
    switch self {
    case .missing(let name):
      Diagnostic("there is no file `\(name)`", hint: Self.hint(forMissing: name, commands))
    case .folder(let name): Diagnostic("`\(name)` is a folder", hint: Self.hint(forFolder: name))
    case .unreadable(let name, let reason): Diagnostic("`\(name)` can't be read: \(reason)")
    case .tooLong(let name): Diagnostic("`\(name)` is too large for a script")
    case .notebook(let name):
      Diagnostic(
        "`\(name)` is a Jupyter notebook", hint: "`pts import \(name)` writes it as a script")
    case .undecodable(let diagnostic): diagnostic
    case .interrupted: Diagnostic("interrupted")
    }
  }

  private static func hint(forMissing name: String, _ commands: [String]) -> String? {
    let url = URL(fileURLWithPath: name)
    let scripts = scripts(in: url.deletingLastPathComponent().path)
    let folder = name.contains("/") ? (name as NSString).deletingLastPathComponent + "/" : ""
    if scripts.contains(url.lastPathComponent + ".pts") { return "did you mean `\(name).pts`?" }
    let near = Suggestion.closest(to: url.lastPathComponent, among: scripts).map { folder + $0 }
    if let near { return "did you mean `\(near)`?" }
    if !name.contains("/"), let command = Suggestion.closest(to: name, among: commands) {
      return "did you mean `pts \(command)`?"
    }
    if scripts.isEmpty || !folder.isEmpty { return "`pts --help` shows how to begin" }
    return "scripts here: \(scripts.prefix(5).joined(separator: ", "))"
  }

  private static func hint(forFolder name: String) -> String? {
    guard let first = scripts(in: name).first else { return "name a script" }
    return "name a script in it, such as `\((name as NSString).appendingPathComponent(first))`"
  }

  private static func scripts(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".pts") && !$0.hasPrefix(".") }.sorted()
  }
}
