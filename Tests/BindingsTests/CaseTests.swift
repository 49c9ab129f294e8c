import CaseFiles
import Foundation
import XCTest

/// Runs every chunk of every file in `Cases` on the real engine.
final class CaseTests: XCTestCase {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  func testEveryChunk() throws {
    var faults = 0
    for file in try CaseFile.all(in: Self.folder) {
      for chunk in file.chunks {
        let outcome = try BindingsRunner.run(chunk.text, name: chunk.name)
        for difference in chunk.differences(outcome) { XCTFail(difference) }
        faults += chunk.faults.isEmpty ? 0 : 1
      }
    }
    XCTAssertGreaterThanOrEqual(faults, 60, "chunks of wrong scripts")
  }
}
