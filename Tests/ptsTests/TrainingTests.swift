import XCTest

final class TrainingTests: ProgramTestCase {
  func testARunIsShownKeptAndListed() throws {
    try write(
      Self.declarations + """
        run first { model: lm, prompt: soft, data: reviews, steps: 5, batch: 4, eval_every: 5 }
        run grid { like: first, lr: sweep([0.1, 0.3]), steps: 2 }
        # %%
        len(first.loss)
        """, to: "mood.pts")
    let result = try run(["mood.pts"])
    XCTAssertEqual(result.status, 0, result.error)
    XCTAssertEqual(result.output, "5\n")
    let summaries = result.error.split(separator: "\n")
    XCTAssertEqual(summaries.count, 3, result.error)
    XCTAssertTrue(summaries[0].hasPrefix("first · 5 steps in "), result.error)
    XCTAssertTrue(summaries[0].contains("base unchanged "), result.error)
    XCTAssertTrue(summaries[2].hasPrefix("grid 2/2 lr 0.3 · 2 steps in "), result.error)

    let list = try run(["runs"])
    XCTAssertEqual(list.status, 0)
    let line = try XCTUnwrap(
      list.output.split(separator: "\n").first { $0.contains("first") })
    let id = try XCTUnwrap(line.split(separator: " ").first)
    XCTAssertTrue(line.contains("completed"))
    let page = try run(["runs", "show", String(id)])
    for part in ["5 of 5", "hyper.steps", "evaluations", "4 × 32"] {
      XCTAssertTrue(page.output.contains(part), "\(part) is missing:\n\(page.output)")
    }
    let cleared = try run(["runs", "clear"]).output
    XCTAssertTrue(cleared.hasPrefix("removed 3 runs, "), cleared)
    XCTAssertTrue(try run(["runs"]).error.contains("no runs"))
    XCTAssertEqual(try run(["runs", "show", String(id)]).status, 1)
  }

  func testAnInterruptedRunGoesOn() throws {
    try write(
      Self.declarations
        + "run first { model: lm, prompt: soft, data: reviews, steps: 30_000, batch: 2 }\n",
      to: "long.pts")
    let result = try run(["long.pts"]) { $0.contains("step ") }
    XCTAssertEqual(result.status, 130, result.error)
    XCTAssertTrue(result.error.contains("pts --resume long.pts"), result.error)
    XCTAssertTrue(try run(["runs"]).output.contains("interrupted"))
    let rest = try run(["--resume", "long.pts"])
    XCTAssertEqual(rest.status, 0, rest.error)
    XCTAssertTrue(rest.error.contains(" from step "), rest.error)
    XCTAssertTrue(try run(["runs"]).output.contains("completed"))

    // A repetition that is cut short leaves the finished run alone.
    let again = try run(["--force", "long.pts"]) { $0.contains("step ") }
    XCTAssertEqual(again.status, 130, again.error)
    XCTAssertTrue(again.error.contains("the store keeps the same run"), again.error)
    XCTAssertTrue(try run(["runs"]).output.contains("completed"))
    XCTAssertFalse(try run(["runs"]).output.contains("interrupted"))
  }

  /// Killed at the very word, a run that was announced is in the store.
  func testWhatIsAnnouncedIsKept() throws {
    try write(
      Self.declarations
        + "run first { model: lm, prompt: soft, data: reviews, steps: 40, batch: 2 }\nwhile true { }\n",
      to: "killed.pts")
    for home in ["a", "b", "c"] {
      let environment = ["PTS_HOME": folder.appendingPathComponent(home).path]
      let result = try run(["killed.pts"], environment: environment, signal: SIGKILL) {
        $0.contains("first")
      }
      XCTAssertEqual(result.status, 128 + SIGKILL, result.error)
      let list = try run(["runs"], environment: environment)
      XCTAssertTrue(list.output.contains("completed"), list.output)
    }
  }

  func testCodeStartsWithoutAStore() throws {
    XCTAssertEqual(try run(["-e", "1"]).status, 0)
    let home = folder.appendingPathComponent("home").path
    XCTAssertFalse(FileManager.default.fileExists(atPath: home))
  }
}
