import Figures
import XCTest

final class SmoothingTests: XCTestCase {
  func testMeansOfNeighboursKeepALineAndItsEnds() {
    let line = (0..<20).map { Double($0) * 3 + 1 }
    for (mean, value) in zip(Smoothing(window: 7).means(of: line), line) {
      XCTAssertEqual(mean, value, accuracy: 1e-12)
    }
    let means = Smoothing(window: 3).means(of: [0, 3, .nan, 3, 9])
    XCTAssertEqual(means[1], 1.5, "NaN is left out of its neighbours' means")
    XCTAssertTrue(means[2].isNaN)
    XCTAssertEqual([means[0], means[3], means[4]], [0, 6, 9])
    XCTAssertEqual(Smoothing(window: 8).window, 9)
  }

  func testOnlyNoiseIsSmoothed() throws {
    let course = (0..<200).map { exp(-Double($0) / 40) }
    var random = SplitMix(seed: 3)
    let noisy = course.map { $0 + Double.random(in: -0.2...0.2, using: &random) }
    XCTAssertNil(Smoothing(for: course))
    XCTAssertNil(Smoothing(for: Array(noisy.prefix(30))), "too few to tell")
    let smoothing = try XCTUnwrap(Smoothing(for: noisy))
    func distance(_ values: [Double]) -> Double {
      zip(values, course).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    XCTAssertLessThan(distance(smoothing.means(of: noisy)), distance(noisy) / 2)
  }
}
