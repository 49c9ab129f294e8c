import Diagnostics
import Foundation
import Hub
import Notebooks
import Runs
import Script
import XCTest

/// Results that come again are found the same; what has changed is named.
final class VerificationTests: SessionTestCase {
  private static let script =
    SessionTestCase.declarations.split(separator: "\n").filter { !$0.hasPrefix("dataset") }
    .joined(separator: "\n") + """

      # %% Data
      dataset reviews { from: "reviews.csv", input: "review", target: "mood" }
      let table = read_csv("more.csv")

      # %% Train
      run first { model: lm, prompt: soft, data: reviews, steps: 3, batch: 4 }

      # %% Look
      let score = first.score(reviews.test)
      print(score)
      randn([3])

      # %% Curves, whose data are runs
      plot(first, first)

      """

  override func setUpWithError() throws {
    try super.setUpWithError()
    try write(rows: 40)
    try Data("a,b\n1,2\n".utf8).write(to: folder.appendingPathComponent("more.csv"))
  }

  private func write(rows: Int, last: String = "glad") throws {
    var lines = (0..<rows).map { "film \($0),\($0 % 2 == 0 ? "glad" : "sad")" }
    lines[rows - 2] = "film x,\(last)"
    let text = "review,mood\n" + lines.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("reviews.csv"))
  }

  private func run(
    _ text: String, store: String
  ) -> (session: Session, recorder: SessionRecorder, file: SourceFile) {
    let session = Session(
      sink: sink, interrupt: interrupt, hub: HubSettings(environment: ["HF_HUB_OFFLINE": "1"]),
      storeFolder: folder.appendingPathComponent(store), resumesRuns: false
    ) { $0 }
    let recorder = SessionRecorder(session)
    let file = file(text)
    _ = session.run(file: file)
    return (session, recorder, file)
  }

  private func notebook(_ text: String) -> String {
    let ran = run(text, store: "home")
    XCTAssertTrue(ran.session.cells.allSatisfy { $0.ending == .finished }, "\(gists())")
    let document = NotebookDocument(
      ran.file, cells: ran.session.cells, records: ran.recorder.records, arguments: [])
    return ExportedFiles(
      document, as: .ipynb, pictureFolder: nil, script: "test.pts", image: { _ in nil }
    ).text
  }

  private var storeCount = 0

  private func verdict(_ notebook: String) throws -> Verdict {
    storeCount += 1
    let recorded = try RecordedNotebook(Array(notebook.utf8))
    let ran = run(recorded.text, store: "fresh-\(storeCount)")
    return Verdict(recorded, cells: ran.session.cells, records: ran.recorder.records)
  }

  func testANotebook() throws {
    let notebook = notebook(Self.script)
    let same = try verdict(notebook)
    XCTAssertEqual(same.differences, [])
    XCTAssertEqual(same.remarks, [])
    XCTAssertEqual([same.cellCount, same.runCount], [5, 1])

    let code = try verdict(notebook.replacingOccurrences(of: "steps: 3", with: "steps: 4"))
    XCTAssertEqual(
      code.differences.map(\.subject),
      ["cell 3 (Train)", "cell 4 (Look)", "cell 5 (Curves, whose data are runs)"])
    XCTAssertEqual(
      code.differences[0].details,
      ["its code has changed since the notebook was made", "run `first` has another key"])
    XCTAssertEqual(
      code.differences[1].details,
      [
        "`score` differs",
        code.differences[1].details.last ?? "",
      ])

    let last = code.differences[1].details.last ?? ""
    XCTAssertTrue(
      last.hasPrefix("it printed `soft on reviews.test: ") || last.hasPrefix("it printed `first"),
      last)
    XCTAssertTrue(last.hasSuffix(", which may follow from cell 3 (Train)"), last)

    // The store has the run by now, and its numbers are those that were trained.
    XCTAssertEqual(try verdict(self.notebook(Self.script)).differences, [])

    // One byte of one row.
    try write(rows: 40, last: "glid")
    let data = try verdict(notebook)
    XCTAssertEqual(data.differences.first?.subject, "cell 2 (Data)")
    XCTAssertEqual(
      data.differences.first?.details,
      ["`reviews.csv` has changed", "dataset `reviews` has other rows"])
    XCTAssertEqual(data.differences.count, 4)
    try write(rows: 40)

    // A result that somebody has touched up, where a reader sees it and where none does.
    let printed = try XCTUnwrap(notebook.range(of: "reviews.test: accuracy "))
    let seen = try verdict(
      notebook.replacingCharacters(in: printed, with: "reviews.test: accuracy 9"))
    XCTAssertEqual(seen.differences.count, 1)
    XCTAssertTrue(
      seen.differences[0].details[0].contains("accuracy 9"), "\(seen.differences)")
    let key = "\"outputs\": \""
    let start = try XCTUnwrap(notebook.range(of: key, options: .backwards)).upperBound
    var forged = notebook
    forged.replaceSubrange(start..<notebook.index(start, offsetBy: 4), with: "gggg")
    let unseen = try verdict(forged)
    XCTAssertEqual(
      unseen.differences.map(\.details), [["what it printed or showed has another digest"]])
    XCTAssertEqual(unseen.remarks.count, 1)
  }

  /// Jupyter has run it, and has written no more than what it shows.
  func testANotebookWithoutRecords() throws {
    let json = """
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "pts"}}, "cells": [
      {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "print(1)\\n[1, 2]",
       "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\\n"]},
        {"output_type": "execute_result", "execution_count": 1, "metadata": {},
         "data": {"text/plain": "[1, 2]", "text/html": "<b>other</b>"}}]}]}
      """
    XCTAssertEqual(try verdict(json).differences, [])
    let changed = try verdict(json.replacingOccurrences(of: ": \"[1, 2]\"", with: ": \"[1, 3]\""))
    XCTAssertEqual(
      changed.differences.map(\.details), [["it showed `[1, 3]` in line 1, now `[1, 2]`"]])
    XCTAssertThrowsError(
      try verdict(json.replacingOccurrences(of: "\"execution_count\": 1, ", with: "")))
  }

  func testAnotherVersionIsNamed() throws {
    let notebook = notebook("# %% Clock\ntime()\n")
    let here = try verdict(notebook)
    XCTAssertEqual(here.differences.map(\.subject), ["cell 1 (Clock)"])
    XCTAssertTrue(here.remarks.contains { $0.contains("time, a file") }, "\(here.remarks)")
    let elsewhere = try verdict(
      notebook.replacingOccurrences(of: "\"processor\": \"", with: "\"processor\": \"old"))
    XCTAssertTrue(elsewhere.remarks.contains { $0.contains("processor's path old") })
  }

  func testAScriptAndItsStore() throws {
    _ = run(Self.script, store: "home")
    func verdict(_ text: String) throws -> Verdict {
      storeCount += 1
      let ran = run(text, store: "fresh-\(storeCount)")
      return try Verdict(
        kept: folder.appendingPathComponent("home"),
        fresh: folder.appendingPathComponent("fresh-\(storeCount)"), cells: ran.session.cells,
        records: ran.recorder.records)
    }
    let same = try verdict(Self.script)
    XCTAssertEqual(same.differences, [])
    XCTAssertEqual(same.runCount, 1)
    let changed = try verdict(Self.script.replacingOccurrences(of: "batch: 4", with: "batch: 5"))
    XCTAssertEqual(changed.differences.map(\.subject), ["cell 3 (Train), run `first`"])
    XCTAssertTrue(
      changed.differences[0].details[0].hasSuffix("batch 4 → 5"),
      "\(changed.differences)")
    try write(rows: 40, last: "glid")
    let data = try verdict(Self.script)
    XCTAssertTrue(
      data.differences[0].details[0].hasSuffix("data changed"),
      "\(data.differences)")
    XCTAssertTrue(try verdict("1 + 1").isEmpty)
  }

  func testKeptResultsAreCompared() throws {
    let stores = ["kept", "fresh"].map { RunStore(folder: folder.appendingPathComponent($0)) }
    func keep(_ content: String, _ digit: Character, in store: RunStore) throws {
      let key = try XCTUnwrap(RunKey(String(repeating: digit, count: 64)))
      try store.keep(
        StoredResult(
          kind: "score", name: "first on \(digit)", content: Data(content.utf8), seconds: 1),
        as: key)
    }
    for store in stores {
      try keep("same", "1", in: store)
      try keep(store === stores[0] ? "0.5" : "0.25", "2", in: store)
    }
    try keep("new", "3", in: stores[1])
    let verdict = try Verdict(
      kept: stores[0].folder, fresh: stores[1].folder, cells: [], records: [])
    XCTAssertEqual(verdict.differences.map(\.subject), ["score of first on 2"])
    XCTAssertEqual(verdict.resultCount, 2)
    XCTAssertFalse(verdict.isEmpty)
  }
}
