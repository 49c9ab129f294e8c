import Figures
import XCTest

final class NumeralTests: XCTestCase {
  func testShort() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.41213, "0.4121"), (0.5, "0.5"),
      (12.3456, "12.35"), (1234.56, "1235"), (20_000, "20000"), (9_999_999, "9999999"),
      (12_345_678, "1.235e7"), (0.0001, "0.0001"), (0.000012, "1.2e-5"), (1e-5, "1e-5"),
      (1e308, "1e308"), (-1e308, "-1e308"), (Double.leastNonzeroMagnitude, "4.941e-324"),
      (.nan, "nan"),
      (.infinity, "inf"), (-.infinity, "-inf"), (0.99999, "1"), (99.999, "100"), (1e16, "1e16"),
    ]
    for (value, text) in cases { XCTAssertEqual(Numeral.short(value), text) }
  }

  func testShortIsWithinHalfAUnitOfItsFourthFigure() throws {
    var random = SplitMix(seed: 1)
    for _ in 0..<5000 {
      let value = random.number(spread: 300)
      let back = try XCTUnwrap(Double(Numeral.short(value)))
      XCTAssertLessThanOrEqual(abs(back - value), abs(value) * 5.001e-4, Numeral.short(value))
      XCTAssertLessThanOrEqual(Numeral.short(value).count, 11)
    }
  }

  func testFixedHasNoNegativeZeroAndStaysShort() {
    XCTAssertEqual(Numeral.fixed(-0.001, decimals: 2), "0.00")
    XCTAssertEqual(Numeral.fixed(2, decimals: 3), "2.000")
    XCTAssertEqual(Numeral.fixed(1e300, decimals: 4), "1e300")
    XCTAssertEqual(Numeral.fixed(.nan, decimals: 4), "nan")
  }

  func testCounts() {
    XCTAssertEqual(Numeral.count(0), "0")
    XCTAssertEqual(Numeral.count(999), "999")
    XCTAssertEqual(Numeral.count(1204), "1,204")
    XCTAssertEqual(Numeral.count(-38_597_376), "-38,597,376")
    XCTAssertEqual(Numeral.count(.min), "-9,223,372,036,854,775,808")
  }

  func testDurations() {
    let cases: [(Double, String)] = [
      (0, "0 s"), (0.0000851, "0.085 ms"), (0.0052, "5.2 ms"), (0.32, "320 ms"), (0.9996, "1 s"),
      (2.44, "2.4 s"), (9.96, "10 s"), (41.2, "41 s"), (59.7, "1 min"), (125, "2 min 5 s"),
      (3600, "1 h"), (11_520, "3 h 12 min"), (187_200, "2 d 4 h"), (-5, "-5 s"),
      (.infinity, "forever"), (1e300, "forever"), (.nan, "nan"),
    ]
    for (seconds, text) in cases { XCTAssertEqual(Numeral.duration(seconds), text) }
  }

  func testBytes() {
    let cases: [(Int, String)] = [
      (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (9_800_000, "9.8 MB"), (999_600, "1 MB"),
      (154_389_504, "154 MB"), (.max, "9.2 EB"), (-2500, "-2.5 kB"),
    ]
    for (count, text) in cases { XCTAssertEqual(Numeral.bytes(count), text) }
  }
}
