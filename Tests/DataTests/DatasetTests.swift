import Data
import XCTest

/// How rows are divided.
final class DatasetTests: XCTestCase {
  func testSplitsAreDisjointAndKeepTwinsTogether() {
    let rows = (0..<200).map { DataRow(index: $0, fields: ["x": "\($0 % 90)"]) }
    let parts = Dataset.split(rows, shares: [0.8, 0.1, 0.1], seed: 4)
    XCTAssertEqual(parts.train.count + parts.valid.count + parts.test.count, 200)
    let texts = [parts.train, parts.valid, parts.test].map { Set($0.map(\.fields)) }
    XCTAssertTrue(texts[0].isDisjoint(with: texts[1]) && texts[1].isDisjoint(with: texts[2]))
    XCTAssertTrue(texts[0].isDisjoint(with: texts[2]))
    XCTAssertEqual(Double(parts.test.count), 20, accuracy: 6)
    XCTAssertEqual(parts.train, Dataset.split(rows, shares: [0.8, 0.1, 0.1], seed: 4).train)
    XCTAssertNotEqual(parts.train, Dataset.split(rows, shares: [0.8, 0.1, 0.1], seed: 5).train)
  }

  func testDemonstrationsLeaveARowToTrainOn() throws {
    let rows = (0..<3).map { DataRow(index: $0, fields: ["x": "\($0)"]) }
    XCTAssertEqual(Demonstrations(count: 2, from: rows, seed: 0)?.remaining.count, 1)
    XCTAssertNil(Demonstrations(count: 3, from: rows, seed: 0))
  }
}
