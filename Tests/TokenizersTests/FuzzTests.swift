import Foundation
import TokenizerFuzz
import XCTest

/// Every fixture, broken in many ways: what loads keeps its promises, nothing traps or hangs.
final class FuzzTests: XCTestCase {
  private static let rounds: UInt64 = 30

  func testMutatedFiles() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path)
      .filter { $0.hasSuffix(".tokenizer.json") }.sorted()
    XCTAssertGreaterThan(names.count, 20)
    var loaded = 0
    for name in names {
      let bytes = [UInt8](try Fixture.data(name))
      XCTAssertTrue(try TokenizerFuzz.check(bytes), name)
      for seed in 0..<Self.rounds {
        let mutant = TokenizerFuzz.mutate(bytes, seed: seed)
        let elapsed = try ContinuousClock().measure {
          if try TokenizerFuzz.check(mutant) { loaded += 1 }
        }
        XCTAssertLessThan(elapsed, .seconds(10), "\(name), seed \(seed)")
      }
    }
    // Mutants that are all refused would try nothing but the reading of files.
    XCTAssertGreaterThan(loaded, names.count * Int(Self.rounds) / 8)
    XCTAssertLessThan(loaded, names.count * Int(Self.rounds))
  }

  func testTheSameSeedBreaksAFileTheSameWay() throws {
    let bytes = [UInt8](try Fixture.data("bert.tokenizer.json"))
    let mutants = (0..<40).map { TokenizerFuzz.mutate(bytes, seed: $0) }
    XCTAssertEqual(mutants, (0..<40).map { TokenizerFuzz.mutate(bytes, seed: $0) })
    XCTAssertGreaterThan(Set(mutants).count, 35)
    XCTAssertFalse(mutants.contains(bytes))
  }
}
