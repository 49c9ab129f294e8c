import Tokenizers
import XCTest

/// Ids, offsets and text equal to the `tokenizers` library's, tokenizer by tokenizer.
final class ParityTests: XCTestCase {
  func testGPT2() throws { try check("gpt2") }
  func testAddedTokens() throws { try check("added") }
  func testLlama3SplitAndTemplate() throws { try check("llama3") }
  func testGPT4oSplit() throws { try check("gpt4o") }
  func testDigitsAndPrefixSpace() throws { try check("starcoder") }
  func testByteFallbackWithoutByteLevel() throws { try check("llama2", offsets: .covering) }
  func testNFC() throws { try check("qwen", offsets: .covering) }
  func testFileOfOurTrainer() throws { try check("trained") }
  func testCompatibilityFolding() throws { try check("folding", offsets: .covering) }

  func testBERT() throws { try check("bert") }
  func testBERTCased() throws { try check("bert_cased") }
  func testRoBERTa() throws { try check("roberta") }
  func testEndOfWordSuffixOnBytes() throws { try check("clip", offsets: .covering) }
  func testPrefixAndSuffix() throws { try check("affixes") }
  func testT5() throws { try check("t5", offsets: .covering) }
  func testUnigramWithByteFallback() throws { try check("unigram_bytes", offsets: .nested) }
  func testMistral() throws { try check("mistral") }
  func testGemma() throws { try check("gemma") }
  func testConnectionistDecoder() throws { try check("ctc", offsets: .ignored) }
  func testMetaspaceBeforeEachWord() throws { try check("old_llama", offsets: .covering) }

  func testScriptsAndWordLevel() throws { try check("word_level") }
  func testByteNormalizerAndFixedLength() throws {
    try check("byte_normalizer", offsets: .covering)
  }

  /// Where a normalizer joins or divides characters, our offsets are those of whole grapheme
  /// clusters, and where it replaces several characters at once, of all of them; these contain
  /// the library's. Bytes of unknown characters in a row have each their own character's here,
  /// but in the library's Unigram the whole row's.
  private enum Offsets { case equal, covering, nested, ignored }

  private func check(_ name: String, offsets: Offsets = .equal) throws {
    let tokenizer = try Fixture.tokenizer(name)
    let golden = try Golden(name)
    XCTAssertEqual(tokenizer.vocabularySize, golden.size)
    XCTAssertGreaterThan(golden.cases.count, 400)
    var failures = 0
    for entry in golden.cases where failures < 8 {
      let encoding = tokenizer.encode(entry.text)
      let shown = entry.text.unicodeScalars.map { String($0.value, radix: 16) }
      let message = "\(name): \(entry.text.debugDescription) \(shown)"
      if encoding.ids != entry.ids {
        XCTFail("\(message)\n ours \(pieces(encoding.ids)) \n not \(pieces(entry.ids))")
        failures += 1
        continue
      }
      let agree =
        switch offsets {
        case .equal: encoding.offsets == entry.offsets
        case .covering:
          zip(encoding.offsets, entry.offsets).allSatisfy { $1.isEmpty || $0.contains($1) }
        case .nested:
          zip(encoding.offsets, entry.offsets).allSatisfy { $0.contains($1) || $1.contains($0) }
        case .ignored: true
        }
      if !agree {
        XCTFail("\(message): offsets \(encoding.offsets), not \(entry.offsets)")
        failures += 1
      }
      let decoded = tokenizer.decode(encoding.ids, skipSpecialTokens: true)
      if Array(decoded.utf8) != Array(entry.decoded.utf8) {
        XCTFail(
          "\(message): decoded \(decoded.debugDescription), not \(entry.decoded.debugDescription)")
        failures += 1
      }
    }
    for (ids, text) in golden.decodes {
      XCTAssertEqual(
        Array(tokenizer.decode(ids, skipSpecialTokens: false).utf8), Array(text.utf8),
        "\(name): \(pieces(ids))")
    }
    let long = [
      "spaces": String(repeating: " ", count: 10_000),
      "letters": String(repeating: "the theatre", count: 900),
      "newlines": String(repeating: "\n", count: 3000) + "x",
    ]
    for (kind, ids) in golden.long {
      XCTAssertEqual(tokenizer.encode(long[kind]!).ids, ids, "\(name): \(kind)")
    }

    func pieces(_ ids: [Int32]) -> [String] { ids.map { tokenizer.token(of: $0) ?? "?\($0)" } }
  }
}
