import XCTest

/// Loops that are slow only where a look-up or an allocation has crept in.
final class SpeedTests: XCTestCase {
  func testTenMillionAdditions() {
    let start = ContinuousClock.now
    let outcome = ScriptRunner.run(
      "var s = 0; for i in 0..10000000 { s = s + i }\nprint(s)\n")
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("ten million additions: \(seconds) s")
    XCTAssertEqual(outcome.output, "49999995000000\n")
    XCTAssertLessThan(seconds, 3)
  }

  func testChangesInPlaceDontCopy() {
    let start = ContinuousClock.now
    let outcome = ScriptRunner.run(
      """
      var xs = []
      var r = {xs: [], text: ""}
      for i in 0..100000 {
        xs.append(i)
        r.xs.append(i)
        r.text += "x"
      }
      for i in 0..100000 { xs[i] = xs[i] + 1; r.xs[i] += 1 }
      print(sum(xs), sum(r.xs), len(r.text))
      """)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("changes in place: \(seconds) s")
    XCTAssertEqual(outcome.output, "5000050000 5000050000 100000\n")
    XCTAssertLessThan(seconds, 3)
  }

  func testCalls() {
    let start = ContinuousClock.now
    let outcome = ScriptRunner.run(
      "fn fib(n) { if n < 2 { return n }\n return fib(n - 1) + fib(n - 2) }\nprint(fib(25))\n")
    print("fib(25): \((ContinuousClock.now - start) / .seconds(1)) s")
    XCTAssertEqual(outcome.output, "75025\n")
  }
}
