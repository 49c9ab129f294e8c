import Statistics
import XCTest

final class McNemarTests: XCTestCase {
  /// statsmodels 0.15.0: `mcnemar([[0, b], [c, 0]], exact=True).pvalue`.
  func testEqualsStatsmodels() {
    for (b, c, p) in [
      (12, 5, 0.143463134765625), (5, 12, 0.143463134765625), (0, 6, 0.03125), (1, 0, 1.0),
      (3, 3, 1.0), (40, 20, 0.013489293731191), (0, 0, 1.0),
    ] {
      XCTAssertEqual(McNemar.exact(b, c), p, accuracy: 1e-9, "\(b) \(c)")
    }
  }

  func testManyRowsNeitherVanishNorOverflow() {
    XCTAssertEqual(McNemar.exact(5000, 5000), 1)
    XCTAssertLessThan(McNemar.exact(6000, 4000), 1e-80)
    XCTAssertGreaterThan(McNemar.exact(5050, 4950), 0.3)
  }
}
