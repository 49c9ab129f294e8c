import Diagnostics
import Foundation
import JSON
import Script
import Syntax

/// What a word means: its definition in the script, or what `?word` says.
struct HelpFeature {
  let analysis: Analysis
  let help: Help
  let types: StaticTypes
  /// Whether the client shows Markdown.
  let showsMarkdown: Bool

  /// - Parameter offset: where the types of names are asked for.
  init(_ analysis: Analysis, _ host: ResolvingHost, before offset: Int, showsMarkdown: Bool) {
    self.analysis = analysis
    help = Help(host)
    types = StaticTypes(
      host, before: String(decoding: analysis.document.file.bytes.prefix(offset), as: UTF8.self),
      using: Array(analysis.program.usedFiles.values))
    self.showsMarkdown = showsMarkdown
  }

  /// Null where nothing is known of what is at a UTF-8 offset.
  func hover(at offset: Int) -> JSONValue {
    let document = analysis.document
    guard let site = WordSite.at(offset, of: document.file.text) else { return .null }
    let text: String
    if let occurrence = analysis.occurrence(at: site.range.lowerBound) {
      text = definition(occurrence)
    } else if let parameter = parameter(site) {
      text = parameter
    } else if let topic = topic(of: site), let entry = help.entry(for: topic) {
      text = self.text(ofEntry: entry)
    } else {
      return .null
    }
    return .record([
      "contents": .record([
        "kind": .text(showsMarkdown ? "markdown" : "plaintext"), "value": .text(text),
      ]),
      "range": document.range(site.range),
    ])
  }

  // MARK: Words that help knows

  private func topic(of site: WordSite) -> String? {
    site.topic { name, expression in
      types.type(of: expression).map { "\($0).\(name)" } ?? name
    }
  }

  /// The parameter that an argument is named for: `tokens` of `generate(text, tokens: 5)`.
  private func parameter(_ site: WordSite) -> String? {
    let bytes = analysis.document.file.bytes
    var end = site.range.upperBound
    while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: ":"),
      let call = CallSite.at(end + 1, of: analysis.document.file.text),
      call.parameter == site.text, let signature = types.signature(of: call),
      let index = signature.parameter(of: call)
    else { return nil }
    let parameter = signature.parameters[index]
    let doc = parameter.doc.map { "\(parameter.name): \($0)" } ?? "a parameter"
    guard showsMarkdown else { return "\(signature.text)\n\(doc)" }
    return fence(signature.text, "pts") + doc
  }

  /// What the call around an offset takes; null outside of calls.
  func signature(at offset: Int) -> JSONValue {
    guard let call = CallSite.at(offset, of: analysis.document.file.text),
      let signature = types.signature(of: call)
    else { return .null }
    let parameters = signature.parameters.map { parameter in
      JSONValue.record([
        "label": .text(parameter.text), "documentation": .text(parameter.doc ?? ""),
      ])
    }
    // The protocol has no "none of them": one past the last says it.
    let active = signature.parameter(of: call) ?? parameters.count
    return .record([
      "signatures": .array([
        .record([
          "label": .text(signature.text), "documentation": .text(signature.doc ?? ""),
          "parameters": .array(parameters), "activeParameter": .integer(active),
        ])
      ]),
      "activeSignature": .integer(0), "activeParameter": .integer(active),
    ])
  }

  /// An entry of help: its lines as they are, and the example as code.
  private func text(ofEntry entry: String) -> String {
    guard showsMarkdown else { return entry }
    let parts = entry.components(separatedBy: "\nexample\n")
    var text = ""
    for (index, part) in parts.enumerated() {
      // What follows an example is the next entry, after an empty line.
      let halves = index == 0 ? ["", part] : Self.halves(part)
      if !halves[0].isEmpty { text += fence(halves[0], "pts") }
      if !halves[1].isEmpty { text += fence(halves[1], "text") }
    }
    return text
  }

  /// An example, and what comes after the first line that isn't indented.
  private static func halves(_ part: String) -> [String] {
    let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
    let end =
      lines.firstIndex { !$0.isEmpty && !$0.hasPrefix("  ") } ?? lines.count
    let code = lines[..<end].map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : String($0) }
    return [code, lines[end...].map(String.init)].map { $0.joined(separator: "\n") }
  }

  // MARK: Names of the script

  /// The line that introduces a name, or all of a short declaration.
  private func definition(_ occurrence: NameOccurrence) -> String {
    let place = occurrence.definition
    let file = place.file
    var code = Self.statement(at: place.lower, in: file)
    if code.count > 1, occurrence.role != .declaration || code.count > 14 {
      code = [code[0] + " …"]
    }
    let text = code.joined(separator: "\n")
    var lines: [String] = []
    if file !== analysis.document.file { lines.append("from \(file.name)") }
    if occurrence.role == .parameter { lines.append("a parameter") }
    let noun = code[0].split(separator: " ").first.map(String.init)
    if occurrence.role == .declaration, let schema = help.nouns.first(where: { $0.name == noun }) {
      lines.append("\(schema.name): \(schema.doc)")
    } else if let type = types.type(of: occurrence.name) {
      lines.append("\(occurrence.name): \(type)")
    }
    let prose = lines.joined(separator: "\n\n")
    guard showsMarkdown else { return ([text] + lines).joined(separator: "\n") }
    return fence(text, "pts") + prose
  }

  /// The lines of the innermost statement around an offset, without their common indentation.
  private static func statement(at offset: Int, in file: SourceFile) -> [String] {
    let statement = Parser.parse(file).cells.flatMap(\.statements).first {
      $0.lower <= offset && offset < $0.upper
    }
    let line = file.line(at: offset)
    let start = file.lineStarts[line]
    let isTopLevel = statement.map { $0.lower >= start } ?? false
    let end =
      isTopLevel
      ? statement!.upper
      : line + 1 < file.lineStarts.count ? file.lineStarts[line + 1] : file.bytes.count
    let text = file.text((isTopLevel ? statement!.lower : start)..<end)
    var lines = text.split(whereSeparator: \.isNewline).map(String.init)
    if !isTopLevel { lines = lines.map { String($0.drop { $0.isWhitespace }) } }
    return lines.isEmpty ? [file.text(offset..<offset)] : lines
  }

  private func fence(_ code: String, _ language: String) -> String {
    // A fence is longer than any within.
    var ticks = "```"
    while code.contains(ticks) { ticks += "`" }
    var body = Substring(code)
    while body.last?.isNewline == true { body.removeLast() }
    return "\(ticks)\(language)\n\(body)\n\(ticks)\n"
  }
}
