import Foundation
import Tokenizers
import XCTest

final class TokenizerTests: XCTestCase {
  func testCanonicallyEqualTextsAreDifferentTokens() throws {
    let json = #"{"model":{"vocab":{"é":0,"e":1,"\u0301":2,"e\u0301":3},"merges":["e \u0301"]}}"#
    let tokenizer = try Tokenizer(json: Data(json.utf8))
    XCTAssertEqual(tokenizer.encode("\u{E9}").ids, [0])
    XCTAssertEqual(tokenizer.encode("e\u{301}").ids, [3])
    XCTAssertEqual(tokenizer.id(of: "\u{E9}"), 0)
    XCTAssertEqual(tokenizer.id(of: "e\u{301}"), 3)
  }

  /// Six divisions of 21 ones have one sum; the last bit of the score, as the `tokenizers` library
  /// reads it, picks this one there.
  func testEqualSumsFallAsInTheLibrary() throws {
    let json =
      #"{"model":{"type":"Unigram","vocab":[["1",-20.0],["111111111111111",-10.391690149191803]]}}"#
    let tokenizer = try Tokenizer(json: Data(json.utf8))
    let ids = tokenizer.encode(String(repeating: "1", count: 21)).ids
    XCTAssertEqual(ids, [0, 0, 0, 0, 0, 1, 0])
  }

  /// Every byte of a text without a normalizer belongs to some token, in order.
  func testOffsetsCoverTheText() throws {
    for name in ["gpt2", "gpt4o", "trained"] {
      let tokenizer = try Fixture.tokenizer(name)
      for text in try Fixture.texts() {
        let offsets = tokenizer.encode(text).offsets
        var end = 0
        for range in offsets {
          XCTAssertLessThanOrEqual(range.lowerBound, end, text)
          end = max(end, range.upperBound)
        }
        XCTAssertEqual(end, text.utf8.count, text)
      }
    }
  }

  func testSpecialTokensAtTheEndsCanBeLeftOut() throws {
    let tokenizer = try Fixture.tokenizer("llama3")
    let bare = tokenizer.encode("a cat", addSpecialTokens: false).ids
    XCTAssertEqual(tokenizer.encode("a cat").ids, [0] + bare + [1])
    XCTAssertEqual(tokenizer.decode([0] + bare + [1], skipSpecialTokens: true), "a cat")
    XCTAssertEqual(
      tokenizer.decode([0] + bare + [1], skipSpecialTokens: false),
      "<|begin_of_text|>a cat<|endoftext|>")
    XCTAssertTrue(tokenizer.isSpecial(0))
  }

  func testUnknownIDsAreHarmless() throws {
    let tokenizer = try Fixture.tokenizer("gpt2")
    XCTAssertEqual(tokenizer.decode([-1, .max, 1_000_000], skipSpecialTokens: false), "")
    XCTAssertNil(tokenizer.token(of: -1))
    XCTAssertEqual(tokenizer.display(-1), "<-1>")
  }

  func testDisplayWritesOutWhatCannotBeSeen() throws {
    let tokenizer = try Fixture.tokenizer("gpt2")
    XCTAssertEqual(tokenizer.display(tokenizer.id(of: "Ċ")!), "\\n")
    XCTAssertEqual(tokenizer.display(tokenizer.id(of: "Ġ")!), " ")
    XCTAssertEqual(tokenizer.display(tokenizer.id(of: "ð")!), "\\xf0")
    XCTAssertEqual(tokenizer.display(tokenizer.id(of: "Ģ")!), "\\x80")
    XCTAssertEqual(tokenizer.display(tokenizer.id(of: "Ā")!), "\\u{0}")
    XCTAssertEqual(tokenizer.display(tokenizer.id(of: "<|endoftext|>")!), "<|endoftext|>")
  }

  func testManyThreadsAgree() async throws {
    let tokenizer = try Fixture.tokenizer("llama3")
    let texts = try Fixture.texts()
    let expected = texts.map { tokenizer.encode($0) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { texts.map { tokenizer.encode($0) } == expected }
      }
      for await agrees in group { XCTAssertTrue(agrees) }
    }
  }

  func testLongWordsAreNotQuadratic() throws {
    let tokenizer = try Fixture.tokenizer("gpt2")
    let word = String(repeating: "thewonderful", count: 100_000)
    let elapsed = ContinuousClock().measure {
      XCTAssertEqual(tokenizer.encode(word).offsets.last?.upperBound, 1_200_000)
    }
    XCTAssertLessThan(elapsed, .seconds(20))
  }

  /// Words without spaces that every model must still cross in linear time.
  func testLongWordsOfTheOtherModels() throws {
    let word = String(repeating: "thewonderful", count: 40_000)
    for name in ["bert", "t5", "unigram_bytes", "mistral", "affixes"] {
      let tokenizer = try Fixture.tokenizer(name)
      let elapsed = ContinuousClock().measure {
        XCTAssertEqual(
          tokenizer.encode(word, addSpecialTokens: false).offsets.last?.upperBound, 480_000, name)
      }
      XCTAssertLessThan(elapsed, .seconds(10), name)
    }
  }
}
