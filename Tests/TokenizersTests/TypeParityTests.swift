import Foundation
import JSON
import Tokenizers
import XCTest

/// A tokenizer of each type gives the `tokenizers` library's ids and texts for 5,000 texts, of which
/// `scripts/fixtures/tokenizer_type_goldens.py` wrote a hash for every 50.
final class TypeParityTests: XCTestCase {
  private static let block = 50

  /// Were the texts others than the script's, all hashes below would say nothing.
  func testTextsAreTheScripts() throws {
    let texts = SeededTexts.all()
    XCTAssertEqual(texts.count, 5000)
    let hash = try goldens()["texts"]!.array![0].string!
    XCTAssertEqual(digest(texts.map { $0.utf8.map { UInt32($0) } }[...]), hash)
    XCTAssertTrue(texts.contains { $0.hasPrefix(String(repeating: " ", count: 10_000)) })
  }

  func testByteLevelBPE() throws { try check("type_byte_level") }
  func testBPEWithByteFallbackAndMetaspace() throws { try check("type_byte_fallback") }
  func testWordPiece() throws { try check("type_word_piece") }
  func testUnigram() throws { try check("type_unigram") }
  func testWordLevel() throws { try check("type_word_level") }

  private func check(_ name: String) throws {
    let tokenizer = try Fixture.tokenizer(name)
    let golden = try XCTUnwrap(try goldens()[name])
    let texts = SeededTexts.all()
    let ids = texts.map { tokenizer.encode($0).ids }
    let decoded = ids.map { tokenizer.decode($0, skipSpecialTokens: true).utf8.map { UInt32($0) } }
    compare(name, "ids", ids.map { $0.map { UInt32($0) } }, golden["ids"], texts)
    compare(name, "decoded", decoded, golden["decoded"], texts)
  }

  private func compare(
    _ name: String, _ what: String, _ rows: [[UInt32]], _ hashes: JSONValue?, _ texts: [String]
  ) {
    let hashes = hashes?.array ?? []
    XCTAssertEqual(hashes.count, rows.count / Self.block)
    for (index, hash) in hashes.enumerated() {
      let places = index * Self.block..<(index + 1) * Self.block
      XCTAssertEqual(
        digest(rows[places]), hash.string, "\(name): \(what) of the texts \(places)")
    }
  }

  private func goldens() throws -> JSONValue {
    try JSONValue(parsing: Fixture.data("types.golden.json"))
  }

  /// FNV-1a, a number at a time; each row ends with 2^32 - 1.
  private func digest(_ rows: ArraySlice<[UInt32]>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for row in rows {
      for value in row + [.max] { hash = (hash ^ UInt64(value)) &* 0x100_0000_01B3 }
    }
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
