import Figures
import Notebooks
import XCTest

/// What makes a script's output read as a lesson: titles, prose, and progress of all that takes long.
final class LessonTests: SessionTestCase {
  func testHeadingsComeBeforeTheOutputsOfTheirCells() {
    let session = session()
    session.run(
      file: file(
        """
        # %% [markdown]
        # # A *title*
        #
        # Two lines
        # of prose.
        # %% One
        print(1)
        # %%
        2
        """))
    var seen: [String] = []
    for output in sink.outputs {
      switch output {
      case .heading(let heading): seen.append("\(heading.title)|\(heading.prose ?? "code")")
      default: seen.append(output.gist)
      }
    }
    XCTAssertEqual(
      seen,
      [
        "|# A *title*\n\nTwo lines\nof prose.", "One|code", "stdout \"1\\n\"", "|code",
        "value 2 text",
      ])
    XCTAssertEqual(session.cells.map(\.outputs.count), [0, 1, 1], "headings aren't kept")
  }

  func testWhatIsTypedHasNoHeading() {
    session().run(input: "print(1)")
    XCTAssertEqual(sink.outputs.map(\.gist), ["stdout \"1\\n\""])
  }

  func testScoringAndGeneratingSayHowFarTheyAre() {
    let session = session()
    session.run(input: Self.declarations)
    session.run(input: "soft.score(reviews.test, model: lm).rows")
    let scoring = work()
    XCTAssertEqual(scoring.first, "scoring soft 0/2 rows")
    XCTAssertEqual(scoring.suffix(2), ["scoring soft 2/2 rows", "ended"])
    session.run(input: "lm.generate([\"A film\", \"A book\"], tokens: 3)")
    XCTAssertEqual(
      work(),
      ["generating 2 texts 0 tokens"] + (1...6).map { "generating 2 texts \($0) tokens" }
        + ["ended"])
  }

  /// What was emitted of other work than runs since the last call.
  private func work() -> [String] {
    defer { read = sink.outputs.count }
    return sink.outputs[read...].compactMap { output in
      guard case .work(let report) = output else { return nil }
      guard let line = report.line else { return "ended" }
      let count = line.total.map { "\(line.step)/\($0)" } ?? "\(line.step)"
      return "\(line.name) \(count) \(line.unit.rawValue)"
    }
  }
  private var read = 0

  private var runs: [RunReport] {
    sink.outputs.compactMap { if case .run(let report) = $0 { report } else { nil } }
  }

  func testTimeLeftCountsTheEvaluationsToCome() throws {
    session().run(
      input: Self.declarations
        + "run a { model: lm, prompt: soft, data: reviews, steps: 2, eval_every: 1, "
        + "eval_on_start: true }")
    // One step and the evaluation of the start are done; a step and two evaluations are to come.
    let afterOne = try XCTUnwrap(
      runs.first { $0.moment == .advanced && $0.progress.doneSteps == 1 }?.progress)
    XCTAssertGreaterThan(try XCTUnwrap(afterOne.line.secondsLeft), afterOne.elapsed)
    let last = try XCTUnwrap(runs.last { $0.moment == .advanced }?.progress)
    XCTAssertEqual(last.line.secondsLeft, 0)
    XCTAssertEqual(last.line.details.map(\.name), ["valid loss", "accuracy", "lr"])
  }

  func testTheRunLineShowsTheMeanOfTheLastSteps() throws {
    session().run(
      input: Self.declarations
        + "run a { model: lm, prompt: soft, data: reviews, steps: 60, batch: 2 }")
    let progress = try XCTUnwrap(runs.last?.progress)
    let mean = progress.losses.suffix(3).reduce(0) { $0 + $1 / 3 }
    XCTAssertEqual(try XCTUnwrap(progress.line.loss), mean, accuracy: 1e-12)
    XCTAssertEqual(progress.line.recentLosses, progress.losses)
  }

  func testTheBaseIsSaidToBeUnchangedOnce() {
    let session = session()
    session.run(input: Self.declarations)
    for name in ["a", "b"] {
      session.run(input: "run \(name) { model: lm, prompt: soft, data: reviews, steps: 1 }")
    }
    let summaries = runs.filter { $0.moment == .finished }.map { $0.progress.summaryParts() }
    XCTAssertEqual(
      summaries.map { $0.contains { $0.hasPrefix("base unchanged ") } }, [true, false])
  }
}
