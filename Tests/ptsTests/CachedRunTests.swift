import XCTest

/// A finished run is never trained twice: a script that reaches it again gets the same numbers, and is told.
final class CachedRunTests: ProgramTestCase {
  private static let run = """
    run first { model: lm, prompt: soft, data: reviews, steps: 6, batch: 4, lr: 0.1, eval_every: 3 }
    run grid { like: first, lr: sweep([0.1, 0.2]) }
    print(json(first.loss), json(first.valid), first.id, json(first.prompt.embedding))
    print(json(first.at(3).embedding), json(grid[1].loss), first.steps, first.base_digest)
    print(json(first.score(reviews.test)), first.generate("film", tokens: 4))
    print(json(first.resume(more: 3).loss))

    """

  private func trained(_ output: Output) -> [String] {
    output.error.split(separator: "\n").filter { $0.contains(" steps in ") }.map(String.init)
  }

  func testASecondRunTrainsNothing() throws {
    try write(Self.declarations + Self.run, to: "a.pts")
    let first = try run(["a.pts"])
    XCTAssertEqual(first.status, 0, first.error)
    XCTAssertEqual(trained(first).count, 3, first.error)
    // A point of the sweep is the very run that was trained before it.
    XCTAssertTrue(first.error.contains("grid 1/2 lr 0.1 · cached · ran "), first.error)

    // Neither comments nor names, nor how a number is written, make another run.
    let other = (Self.declarations + Self.run).replacing(
      "lr: 0.1,", with: "lr: 1e-1,  # a comment\n "
    )
    .replacing("first", with: "again")
    try write(other, to: "b.pts")
    for file in ["a.pts", "b.pts"] {
      let second = try run([file])
      XCTAssertEqual(second.status, 0, second.error)
      XCTAssertEqual(trained(second), [], second.error)
      XCTAssertTrue(second.output == first.output, "\(file): \(second.output)")
    }

    let forced = try run(["--force", "a.pts"])
    XCTAssertEqual(trained(forced).count, 4, forced.error)
    XCTAssertTrue(forced.output == first.output, forced.output)
  }

  func testWhatChangesIsTrained() throws {
    let base = Self.declarations + Self.run
    try write(base, to: "a.pts")
    XCTAssertEqual(try run(["a.pts"]).status, 0)
    try write(base.replacing("[0.1, 0.2]", with: "[0.1, 0.3]"), to: "a.pts")
    let point = try run(["a.pts"])
    XCTAssertEqual(trained(point).map { $0.prefix(15) }, ["grid 2/2 lr 0.3"], point.error)

    let rows = try String(contentsOf: folder.appendingPathComponent("reviews.csv"), encoding: .utf8)
    try write(rows.replacing("film 7 was awful", with: "film 7 was dull"), to: "reviews.csv")
    let data = try run(["a.pts"])
    XCTAssertEqual(trained(data).count, 3, data.error)
  }

  /// A longer run begins with a shorter one where its rate doesn't depend on its length; its numbers are those
  /// of a run that did all steps itself.
  func testMoreStepsContinueAShorterRun() throws {
    let base =
      Self.declarations + Self.run.prefix { $0 != "\n" }.replacing(", eval_every: 3", with: "")
    let tail = "\nprint(json(first.loss), json(first.valid), json(first.prompt.embedding))\n"
    func text(_ steps: Int, _ more: String = "") -> String {
      base.replacing("steps: 6", with: "steps: \(steps)\(more)") + tail
    }
    try write(text(6), to: "short.pts")
    try write(text(10), to: "long.pts")
    XCTAssertEqual(try run(["short.pts"]).status, 0)
    let long = try run(["long.pts"])
    XCTAssertTrue(long.error.contains("which did the first 6 steps"), long.error)
    let whole = try run(["long.pts"], environment: ["PTS_HOME": "whole"])
    XCTAssertFalse(whole.error.contains("resuming"), whole.error)
    XCTAssertTrue(long.output == whole.output, "\(long.output)\n\(whole.output)")

    for (steps, rate) in [(6, ", schedule: \"linear\""), (10, ", schedule: \"linear\"")] {
      try write(text(steps, rate), to: "linear.pts")
      let linear = try run(["linear.pts"])
      XCTAssertFalse(linear.error.contains("resuming"), linear.error)
    }
  }
}
