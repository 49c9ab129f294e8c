import Statistics
import XCTest

final class PrincipalComponentsTests: XCTestCase {
  /// Points on an ellipse in a plane of five dimensions: its axes are found, the longer one first.
  func testAnEllipseInAPlane() {
    let long: [Double] = [0.6, 0, 0.8, 0, 0]
    let short: [Double] = [0, 1, 0, 0, 0]
    var values: [Float] = []
    for step in 0..<40 {
      let angle = Double(step) * 2 * .pi / 40
      for axis in 0..<5 {
        values.append(Float(7 + 3 * cos(angle) * long[axis] + sin(angle) * short[axis]))
      }
    }
    let found = PrincipalComponents(values, columns: 5, count: 3)
    XCTAssertEqual(found.shares[0], 0.9, accuracy: 1e-5, "9 : 1")
    XCTAssertEqual(found.shares[1], 0.1, accuracy: 1e-5)
    XCTAssertEqual(found.shares[2], 0, accuracy: 1e-9)
    for step in 0..<40 {
      let angle = Double(step) * 2 * .pi / 40
      XCTAssertEqual(found.coordinates[step][0], 3 * cos(angle), accuracy: 1e-5)
      XCTAssertEqual(abs(found.coordinates[step][1]), abs(sin(angle)), accuracy: 1e-5)
    }
  }

  func testPointsThatDoNotDiffer() {
    let same = PrincipalComponents([2, 3, 2, 3], columns: 2, count: 2)
    XCTAssertEqual(same.shares, [0, 0])
    XCTAssertEqual(same.coordinates, [[0, 0], [0, 0]])
    XCTAssertEqual(PrincipalComponents([], columns: 0, count: 2).coordinates, [])
  }
}
