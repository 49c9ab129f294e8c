import Foundation
import JSON
import Tokenizers
import XCTest

final class TrainerTests: XCTestCase {
  /// The committed file has goldens of the `tokenizers` library (see ParityTests), so that what we
  /// train is known to load there and to mean the same.
  func testWritesTheCommittedFile() throws {
    var trainer = try BPETrainer(vocabularySize: 420)
    for text in try Fixture.texts() { trainer.add(text) }
    let json = trainer.train()
    if json != (try? Fixture.data("trained.tokenizer.json")) {
      let path = FileManager.default.temporaryDirectory.appending(path: "trained.tokenizer.json")
      try json.write(to: path)
      XCTFail("differs from the fixture; what was trained is at \(path.path)")
    }
  }

  func testOrderOfTextsDoesNotMatter() throws {
    let texts = try Fixture.texts()
    var forward = try BPETrainer(vocabularySize: 300)
    var backward = try BPETrainer(vocabularySize: 300)
    for text in texts { forward.add(text) }
    for text in texts.reversed() { backward.add(text) }
    XCTAssertEqual(forward.train(), backward.train())
  }

  func testMergesMostFrequentPairFirstThenBytesInOrder() throws {
    var trainer = try BPETrainer(vocabularySize: 260, minimumFrequency: 2)
    // "ba" 3 times; "ab" and "cd" twice, "ab" before "cd"; "xy" once, too seldom.
    trainer.add("ba\nba\nba\ncd\ncd\nab\nab\nxy<|endoftext|>xy<|endoftext|>")
    let merges = try JSONValue(parsing: trainer.train())["model"]!["merges"]!.array!
    XCTAssertEqual(merges.map { $0.string! }, ["b a", "a b", "c d"])
  }

  func testAsksForRoomForTheBytes() {
    XCTAssertThrowsError(try BPETrainer(vocabularySize: 256)) {
      XCTAssertEqual($0 as? TokenizerError, .vocabularyTooSmall(size: 256, least: 257))
    }
  }
}
