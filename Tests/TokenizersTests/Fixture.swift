import Foundation
import JSON
import Tokenizers

/// The fixtures that `scripts/fixtures/tokenizer_goldens.py` wrote.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/tokenizers")

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(contentsOf: folder.appending(path: "\(name).tokenizer.json"))
  }

  static func texts() throws -> [String] {
    try JSONValue(parsing: data("texts.json")).array!.map { $0.string! }
  }
}

/// What the `tokenizers` library makes of the texts with one tokenizer.
struct Golden {
  struct Case {
    let text: String
    let ids: [Int32]
    let offsets: [Range<Int>]
    let decoded: String
  }

  let size: Int
  let cases: [Case]
  /// Ids of long texts by name, as runs.
  let long: [String: [Int32]]
  let decodes: [(ids: [Int32], text: String)]

  init(_ name: String) throws {
    let texts = try Fixture.texts()
    let json = try JSONValue(parsing: Fixture.data("\(name).golden.json"))
    size = json["size"]!.int!
    cases = json["cases"]!.array!.map { entry in
      let parts = entry.array!
      let text = texts[parts[0].int!]
      let bounds = parts[2].array!.map { $0.int! }
      return Case(
        text: text, ids: Self.ids(parts[1]),
        offsets: stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]..<bounds[$0 + 1] },
        decoded: parts.count > 3 ? parts[3].string! : text)
    }
    long = Dictionary(
      uniqueKeysWithValues: json["long"]!.object!.map { member in
        (
          member.name,
          member.value.array!.flatMap { run in
            repeatElement(Int32(run.array![0].int!), count: run.array![1].int!)
          }
        )
      })
    decodes = json["decodes"]!.array!.map { (Self.ids($0.array![0]), $0.array![1].string!) }
  }

  private static func ids(_ json: JSONValue) -> [Int32] { json.array!.map { Int32($0.int!) } }
}
