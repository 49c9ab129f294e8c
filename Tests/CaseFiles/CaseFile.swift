import Diagnostics
import Foundation

/// Scripts with what is expected of them written in place, read from `*.pts` files.
///
/// Chunks are separated by lines `---`; each is a script of its own. A comment
/// `## "part of the message" "part of the hint"` expects one fault on its line, `##^ "…"` on the
/// line before it (where the line itself can't have a comment), and `#> text` a line of
/// output. A fault or a line of output that isn't expected fails, as does one that is missing.
package struct CaseFile {
  package struct Expectation {
    package let line: Int
    /// Parts of the message and then of the hint.
    package let parts: [String]
  }

  package struct Chunk {
    /// `errors.pts:12`, where its first line is.
    package let name: String
    package let text: String
    package let faults: [Expectation]
    package let output: [String]
  }

  /// What running a chunk gave.
  package struct Outcome {
    package let output: String
    package let diagnostics: [Diagnostic]

    package init(output: String, diagnostics: [Diagnostic]) {
      self.output = output
      self.diagnostics = diagnostics
    }
  }

  package let name: String
  package let chunks: [Chunk]

  /// Every case file of a folder, sorted; throws where there is none.
  package static func all(in folder: URL) throws -> [CaseFile] {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "pts" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw CaseFileError.noFiles(folder.path) }
    return try files.map { try CaseFile($0) }
  }

  package init(_ url: URL) throws {
    name = url.lastPathComponent
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var chunks: [Chunk] = []
    var start = 0
    for index in 0...lines.count where index == lines.count || lines[index] == "---" {
      let part = Array(lines[start..<index])
      if part.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
        chunks.append(try Chunk(part, name: "\(name):\(start + 1)"))
      }
      start = index + 1
    }
    guard !chunks.isEmpty else { throw CaseFileError.noChunks(name) }
    self.chunks = chunks
  }
}

package enum CaseFileError: Error {
  case noFiles(String)
  case noChunks(String)
  case unreadable(chunk: String, line: String)
}

extension CaseFile.Chunk {
  fileprivate init(_ lines: [String], name: String) throws {
    var faults: [CaseFile.Expectation] = []
    var output: [String] = []
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("#>") {
        let text = line.dropFirst(2)
        output.append(String(text.hasPrefix(" ") ? text.dropFirst() : text))
        continue
      }
      guard let mark = line.range(of: "##") else { continue }
      var rest = line[mark.upperBound...]
      let isAbove = rest.hasPrefix("^")
      if isAbove { rest = rest.dropFirst() }
      for fault in rest.split(separator: " ## ") {
        let parts = fault.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count % 2 == 1 else {
          throw CaseFileError.unreadable(chunk: name, line: line)
        }
        faults.append(
          CaseFile.Expectation(
            line: isAbove ? index : index + 1,
            parts: stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }))
      }
    }
    self.init(
      name: name, text: lines.joined(separator: "\n"), faults: faults, output: output)
  }

  /// What differs between the expectations and an outcome; empty where nothing does.
  package func differences(_ outcome: CaseFile.Outcome) -> [String] {
    var differences: [String] = []
    var left = outcome.diagnostics
    for fault in faults {
      let match = left.firstIndex { diagnostic in
        diagnostic.range?.place.line == fault.line && fault.matches(diagnostic)
      }
      if let match {
        left.remove(at: match)
      } else {
        differences.append("\(name): line \(fault.line): missing fault \(fault.parts)")
      }
    }
    let renderer = DiagnosticRenderer()
    for diagnostic in left {
      differences.append("\(name): unexpected\n\(renderer.render(diagnostic))")
    }
    let written = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let shown = written.last == "" ? Array(written.dropLast()) : written
    if shown != output {
      differences.append(
        "\(name): output\n  \(shown.joined(separator: "\n  "))\nexpected\n  "
          + output.joined(separator: "\n  "))
    }
    return differences
  }
}

extension CaseFile.Expectation {
  fileprivate func matches(_ diagnostic: Diagnostic) -> Bool {
    // Quotes can't be written inside a part, so they aren't compared.
    func plain(_ text: String) -> String { text.replacingOccurrences(of: "\"", with: "'") }
    guard plain(diagnostic.message).contains(parts[0]) else { return false }
    let rest = plain((diagnostic.hint ?? "") + " " + diagnostic.notes.map(\.message).joined())
    return parts.dropFirst().allSatisfy { rest.contains($0) }
  }
}
