import FileFuzz
import Foundation
import XCTest

/// Some hundred cases of each kind; `scripts/fuzz` runs as many as there is time for.
final class MutantTests: XCTestCase {
  private static let rounds: UInt64 = 250

  /// What isn't broken loads and does all that a session asks of it, or mutants would try nothing.
  func testTheFixturesAreGood() throws {
    for kind in try FuzzKinds.all() {
      XCTAssertGreaterThan(kind.fixtures.count, 4, kind.name)
      for fixture in kind.fixtures {
        let folder = FileManager.default.temporaryDirectory
          .appendingPathComponent("pts-fixture-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let mutant = Mutant(fixture, files: try fixture.files())
        try mutant.write(to: folder)
        do {
          try kind.open(mutant, in: folder)()
        } catch {
          XCTFail("\(kind.name), \(fixture.name): \(error)")
        }
      }
    }
  }

  func testMutants() throws {
    for kind in try FuzzKinds.all() {
      var loaded = 0
      for seed in 0..<Self.rounds {
        let mutant = try kind.mutant(seed: seed)
        let elapsed = ContinuousClock().measure {
          do {
            if try FuzzCase(kind).run(mutant) == .loaded { loaded += 1 }
          } catch {
            XCTFail("\(kind.name) \(seed), \(mutant.fixture): \(type(of: error)) \(error)")
          }
        }
        XCTAssertLessThan(elapsed, .seconds(20), "\(kind.name) \(seed)")
      }
      // Both the reading and the use of files are to be tried.
      XCTAssertGreaterThan(loaded, Int(Self.rounds) / 10, kind.name)
      XCTAssertLessThan(loaded, Int(Self.rounds), kind.name)
    }
  }

  func testASeedIsACase() throws {
    let (one, other) = (try FuzzKinds.all(), try FuzzKinds.all())
    for (a, b) in zip(one, other) {
      var files: Set<[String: [UInt8]]> = []
      for seed in 0..<UInt64(60) {
        let mutant = try a.mutant(seed: seed)
        XCTAssertEqual(mutant.files, try b.mutant(seed: seed).files, "\(a.name) \(seed)")
        files.insert(mutant.files)
      }
      XCTAssertGreaterThan(files.count, 50, a.name)
    }
  }
}
