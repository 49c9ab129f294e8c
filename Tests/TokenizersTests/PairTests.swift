import JSON
import Tokenizers
import XCTest

/// Two texts in one encoding, as the `tokenizers` library puts them together.
final class PairTests: XCTestCase {
  func testIdsTypesSourcesAndOffsets() throws {
    let goldens = try JSONValue(parsing: Fixture.data("pairs.golden.json")).object!
    let texts = try Fixture.texts()
    XCTAssertEqual(goldens.count, 7)
    for golden in goldens {
      let tokenizer = try Fixture.tokenizer(golden.name)
      for (number, entry) in golden.value.array!.enumerated() {
        let chosen = entry["texts"]!.array!.map { texts[$0.int!] }
        let encoding = tokenizer.encode(
          chosen[0], pair: chosen.count > 1 ? chosen[1] : nil,
          addSpecialTokens: entry["special"]!.bool!)
        let message = "\(golden.name), case \(number): \(chosen)"
        XCTAssertEqual(encoding.ids.map { Int($0) }, ints(entry["ids"]), message)
        XCTAssertEqual(encoding.typeIDs.map { Int($0) }, ints(entry["types"]), message)
        let sources = encoding.sources.map {
          switch $0 {
          case .first: 0
          case .second: 1
          case .added: -1
          }
        }
        XCTAssertEqual(sources, ints(entry["sources"]), message)
        // Normal forms join characters: see `ParityTests`.
        if golden.name == "old_llama" { continue }
        XCTAssertEqual(
          encoding.offsets.flatMap { [$0.lowerBound, $0.upperBound] }, ints(entry["offsets"]),
          message)
      }
    }
  }

  func testEmptyTextsAndParts() throws {
    let tokenizer = try Fixture.tokenizer("bert")
    let empty = tokenizer.encode("", pair: "")
    XCTAssertEqual(empty.ids, [2, 3, 3])
    XCTAssertEqual(empty.typeIDs, [0, 0, 1])
    let encoding = tokenizer.encode("the", pair: "boat")
    XCTAssertEqual(encoding.parts.map(\.source), [.added, .first, .added, .second, .added])
    XCTAssertEqual(encoding.parts.map(\.tokens).last, encoding.count - 1..<encoding.count)
    XCTAssertEqual(
      tokenizer.encode("the").ids, [2] + tokenizer.encode("the", addSpecialTokens: false).ids + [3])
  }

  private func ints(_ value: JSONValue?) -> [Int] { value?.array?.map { $0.int! } ?? [] }
}
