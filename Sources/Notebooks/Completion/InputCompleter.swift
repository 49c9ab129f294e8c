import Bindings
import Foundation
import Script

/// Offers what fits at an offset of an input: code, a command and its arguments, or a topic of help.
package struct InputCompleter {
  private let host: EngineHost
  private let names: any NameSource
  private let completer: SessionCompleter

  /// - Parameters:
  ///   - names: what cells have defined.
  ///   - folder: what relative paths begin at.
  package init(_ host: EngineHost, _ names: any NameSource, folder: URL) {
    self.host = host
    self.names = names
    completer = SessionCompleter(host, names, folder: folder)
  }

  package func completion(of text: String, at offset: Int) -> SessionCompleter.Completion {
    if let code = InputLanguage.code(in: text), offset >= code.start {
      var found = completer.completion(of: code.text, at: offset - code.start)
      found.range = found.range.lowerBound + code.start..<found.range.upperBound + code.start
      return found
    }
    let head = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self)
    let start = head.lastIndex(where: \.isWhitespace).map { head.index(after: $0) }
    let word = String(head[(start ?? head.startIndex)...])
    let range = offset - word.utf8.count..<offset
    if head.hasPrefix("?") {
      return .init(
        range: range,
        candidates: topics.map { .init("?" + $0) }.filter { $0.insert.hasPrefix(word) })
    }
    guard start == nil else { return .init(range: range, candidates: arguments(head, word)) }
    let commands = SessionCommand.allCases.map { command in
      SessionCompleter.Candidate(
        ":\(command.rawValue)", insert: ":\(command.rawValue) ", help: command.doc,
        kind: .command)
    }
    return .init(range: range, candidates: commands.filter { $0.insert.hasPrefix(word) })
  }

  /// The names that have help.
  private var topics: [String] {
    let help = Help(host)
    let names =
      help.nouns.map(\.name) + names.globalNames + help.builtins.map(\.name)
      + help.nouns.flatMap { noun in noun.fields.map { "\(noun.name).\($0.name)" } }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Names and files after `:run`, files after `:save`.
  private func arguments(_ head: String, _ word: String) -> [SessionCompleter.Candidate] {
    let isRun = head.hasPrefix(":\(SessionCommand.run) ")
    guard isRun || head.hasPrefix(":\(SessionCommand.save) ") else { return [] }
    let names = isRun ? names.cellNames : []
    return names.filter { $0.hasPrefix(word) }.map { .init($0, help: "a cell defines it") }
      + completer.paths(word, ["pts"])
  }
}
