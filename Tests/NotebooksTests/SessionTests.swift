import Diagnostics
import Figures
import Notebooks
import Script
import XCTest

/// What a session emits, and what its cells keep of it.
final class SessionTests: SessionTestCase {
  func testAScriptsOutputsInOrder() throws {
    let session = session()
    let ending = session.run(
      file: file(
        """
        # %% Declarations
        \(Self.declarations)
        # %%
        print("before")
        warn("careful")
        [{step: 1, loss: 2}, {step: 2, loss: 1}]
        # %% [markdown]
        # Prose.
        # %%
        run first { model: lm, prompt: soft, data: reviews, steps: 3, eval_every: 3 }
        # %%
        show(first.loss)
        plot(first.loss)
        # %%
        print("half", end: "")
        error("no more")
        # %%
        print("never")
        """))
    XCTAssertEqual(ending, .failed)
    XCTAssertEqual(
      gists(),
      [
        "stdout \"before\\n\"", "stderr \"careful\\n\"", "value 2 table",
        "run first started 0", "run first advanced 1", "run first advanced 2",
        "run first advanced 3", "run first advanced 3", "run first finished 3",
        "run first ended 3", "display list", "value 4 line", "stdout \"half\"",
        "error: no more",
      ])
    XCTAssertEqual(session.cells.map(\.number), [1, 2, nil, 3, 4, 5])
    XCTAssertEqual(
      session.cells.map { $0.outputs.map(\.gist) },
      [
        [], ["stdout \"before\\n\"", "stderr \"careful\\n\"", "value 2 table"], [],
        ["run first ended 3"], ["display list", "value 4 line"],
        ["stdout \"half\"", "error: no more"],
      ])
    guard case .run(let report)? = session.cells[3].outputs.first else { return XCTFail("no run") }
    XCTAssertEqual(report.progress.losses.count, 3)
    XCTAssertNotNil(report.progress.evaluation)
    XCTAssertEqual(report.progress.summary?.ending, .completed)
  }

  func testDisplayDataHasAFormForPagesToo() throws {
    let session = session()
    session.run(input: "[0.5, 0.25]")
    guard case .value(let data, 1)? = sink.outputs.first else { return XCTFail("no value") }
    XCTAssertEqual(data.content(.plainText), "[0.5, 0.25]")
    XCTAssertEqual(data.content(.html), "<pre class=\"pts-value\">[0.5, 0.25]</pre>")
    XCTAssertNil(data.content(.svg), "no picture")
    session.run(input: "plot([0.5, 0.25])")
    guard case .value(let plot, 2)? = sink.outputs.last else { return XCTFail("no value") }
    XCTAssertNil(plot.content(.html), "a picture is SVG")
    XCTAssertEqual(plot.content(.svg)?.prefix(5), "<svg ")
    XCTAssertNil(plot.content(MIMEType(rawValue: "text/latex")))
  }

  func testAFaultThatACheckFindsIsKept() {
    let session = session()
    session.run(input: "nothing")
    XCTAssertEqual(session.cells.map(\.ending), [.failed])
    XCTAssertEqual(session.cells[0].outputs.map(\.gist), gists())
    XCTAssertEqual(session.cells[0].outputs.count, 1)
  }

  /// So that what worked gives the same numbers in a file of its own.
  func testAFailedStatementDrawsNoRandomNumbers() throws {
    let session = session()
    session.run(input: "let a = rand()")
    session.run(input: "rand() + missing")
    session.run(input: "error(str(rand()))")
    session.run(input: "let b = rand()\nseed(0)\n[rand() == a, rand() == b]")
    guard case .value(let data, _)? = sink.outputs.last else { return XCTFail("no value") }
    XCTAssertEqual(data.content(.plainText), "[true, true]")
  }

  func testAnInterrupt() {
    let session = session()
    interrupt.raise()
    XCTAssertEqual(session.run(input: "while true {}"), .interrupted)
    XCTAssertEqual(gists(), ["interrupted"])
    XCTAssertEqual(session.cells[0].outputs.map(\.gist), ["interrupted"])
  }

  func testTextIsJoinedAndKeptUpToABudget() {
    let session = session()
    session.run(input: "for i in 0..3 { print(i) }; warn(1); print(2)")
    XCTAssertEqual(
      session.cells[0].outputs.map(\.gist),
      ["stdout \"0\\n1\\n2\\n\"", "stderr \"1\\n\"", "stdout \"2\\n\""])
    session.run(input: "let line = \"x\".repeat(9999); for i in 0..1000 { print(line) }")
    let kept = session.cells[1].outputs.reduce(0) {
      if case .stdout(let text) = $1 { $0 + text.utf8.count } else { $0 }
    }
    XCTAssertGreaterThan(kept, 1 << 20)
    XCTAssertLessThan(kept, 5 << 20)
    XCTAssertEqual(session.cells[1].omittedOutputs, 1000 - kept / 10_000)
  }

  /// A cell keeps a picture of a tensor, not the tensor.
  func testALargeFigureIsKeptCondensed() throws {
    let session = session()
    session.run(input: "randn([600, 400], seed: 1)")
    guard case .value(let shown, 1)? = sink.outputs.first,
      case .value(let kept, 1)? = session.cells[0].outputs.first,
      case .tensor(let tensor) = kept.figure
    else { return XCTFail("no tensor") }
    let (all, some) = (try XCTUnwrap(shown.content(.plainText)), kept.content(.plainText) ?? "")
    let lines = all.split(separator: "\n").count(where: { $0.contains("[") })
    XCTAssertEqual(all.split(separator: "\n").prefix(lines), some.split(separator: "\n")[..<lines])
    // Values between the corners are block means.
    XCTAssertEqual(tensor.value(300 * 400 + 200), tensor.value(300 * 400 + 201))
  }
}
