import Data
import Figures
import Script
import Tokenizers
import Tuning

/// A row as the model sees it: text, ids, and which of the tokens are targets.
final class RenderedObject: FamilyObject {
  private let row: RenderedRow
  private let rendered: String
  private let tokenizer: Tokenizer

  init(_ row: RenderedRow, text: String, tokenizer: Tokenizer) {
    self.row = row
    rendered = text
    self.tokenizer = tokenizer
  }

  static let family = MemberFamily(
    "rendering",
    properties: [
      ("text", "the text, soft tokens as {soft:n}"),
      ("ids", "token ids; a soft token is -1, -2, …"),
      ("tokens", "each token's text"),
      ("targets", "whether each token is a target"),
      ("types", "each token's segment: 1 for an encoder's second text, else 0"),
    ], gives: ["ids": "list", "tokens": "list", "targets": "list", "types": "list"])

  func member(_ name: String) throws -> Value? {
    switch name {
    case "text": .string(rendered)
    case "ids": .list(row.codes.map { .number(Double($0)) })
    case "tokens": .list(row.codes.map { .string(token($0)) })
    case "targets": .list(row.isTarget.map(Value.bool))
    case "types":
      .list((row.types.isEmpty ? row.codes.map { _ in 0 } : row.types).map { .number(Double($0)) })
    default: nil
    }
  }

  private func token(_ code: Int32) -> String {
    code < 0 ? "soft \(-1 - code)" : tokenizer.display(code)
  }

  var text: String { rendered }

  var figure: Figure {
    let table = Table(
      columns: [
        .init("position", .number(decimals: 0)), .init("id", .number(decimals: 0)),
        .init("token"), .init("target"),
      ],
      rows: row.codes.enumerated().map { position, code in
        [
          .number(Double(position)), code < 0 ? .missing : .number(Double(code)),
          .text(token(code)), .text(row.isTarget[position] ? "✓" : ""),
        ]
      }, maxRows: 400)
    return .stack([.text(rendered), .table(table)])
  }

  func writeJSON(to output: inout String) throws -> Bool {
    let record = Record(try memberNames.map { ($0, try member($0)!) })
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }
}

extension AppliedPrompt {
  /// A row as the model sees it.
  func rendering(_ row: DataRow) throws -> Value {
    do {
      return .object(
        RenderedObject(
          try renderer.render(row), text: try renderer.text(row), tokenizer: language.tokenizer))
    } catch {
      throw error.fault
    }
  }
}
