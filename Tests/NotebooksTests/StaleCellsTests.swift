import Notebooks
import XCTest

/// Which cells a change makes stale, and what running them again leaves.
final class StaleCellsTests: SessionTestCase {
  private var interactive: InteractiveSession!

  override func setUpWithError() throws {
    try super.setUpWithError()
    start()
  }

  private func start() {
    let session = session()
    interactive = InteractiveSession(
      session, runs: RunPages(folder: folder.appendingPathComponent("home"), emit: session.emit))
  }

  private func type(_ cells: String...) {
    for cell in cells { XCTAssertEqual(interactive.submit(cell), .none) }
  }

  /// The cells in the notebook's order, each with why it is stale: `1 2:x`.
  private var state: String {
    let session = interactive.session
    let stale = session.staleCells.all
    return session.cells.compactMap { cell in
      guard let number = cell.number else { return nil }
      let reason = stale.first { $0.cell.number == number }?.reason
      return "\(number)" + (reason.map { ":\($0.text)" } ?? "")
    }.joined(separator: " ")
  }

  private func value(of cell: Int) -> String? {
    interactive.session.cell(cell)?.value.text
  }

  private func edit(_ number: Int, _ text: String) {
    guard case .edit = interactive.submit(":edit \(number)") else { return XCTFail("no edit") }
    interactive.finishEdit(text)
  }

  func testARedefinedNameMakesItsUsersStale() {
    type("let x = 1", "let y = x + 1", "y * 2", "\"free\"")
    XCTAssertEqual(state, "1 2 3 4")
    _ = gists()
    type("let x = 5")
    XCTAssertEqual(state, "1 2:x 3:y 4 5")
    XCTAssertEqual(
      gists(),
      ["notice cells 2 and 3 are stale: they used `x` and `y` · `:run stale` runs them again"])
    // It is said once.
    type("0")
    XCTAssertEqual(gists(), ["value 6 text"])
    type(":run stale")
    XCTAssertEqual(value(of: 3), "12")
    // What a cell uses is above it.
    XCTAssertEqual(state, "1 4 5 2 3 6")
  }

  func testTheSameMeaningMakesNothingStale() {
    type("let x = [1, 2]", "hyper h { lr: 0.1 }", "fn f(a) { a }", "f(x); h.lr")
    type("let x = [1,  2] # again", "hyper h { lr: 0.1 } # again", "fn f(a) {a}", ":run 1")
    XCTAssertFalse(state.contains(":"), state)
    type("hyper h { lr: 0.2 }")
    XCTAssertTrue(state.contains("4:h"), state)
    // A builtin that a cell used stays what it was.
    start()
    type("len([1])", "let len = 5", "len")
    XCTAssertEqual(state, "1 2 3")
  }

  func testUsesInsideFunctionsCountWhereTheyAreCalled() {
    type("let k = 2", "fn g(x) { x * k }", "fn f(x) { g(x) }", "f(3)", "map([1], x => x * k)")
    type("let k = 5")
    XCTAssertEqual(state, "1 2 3 4:k 5:k 6")
    type(":run stale")
    XCTAssertEqual(value(of: 4), "15")
    XCTAssertFalse(state.contains(":"), state)
  }

  func testAVariableThatIsChangedInPlace() {
    type("var n = 0", "n", "n += 1", "n", "let step = 1")
    // A cell above the change has used what was above it.
    XCTAssertEqual(state, "1 2 3 4 5")
    // To do it once more isn't to do it once.
    type(":run 3")
    XCTAssertEqual(state, "1 2 3 4 5 6")
    type("n")
    XCTAssertEqual(value(of: 7), "2")
    // An edited change needs the value that it began with.
    edit(3, "n += 10")
    XCTAssertEqual(state, "1:n 2:n 3:n 4:n 5 6:n 7:n")
    type(":run stale")
    XCTAssertFalse(state.contains(":"), state)
    XCTAssertEqual([2, 4, 7].map { value(of: $0) }, ["0", "10", "11"])
    // So does one whose amount has changed.
    start()
    type("var xs = []", "let item = 1", "xs.append(item)", "len(xs); xs")
    edit(2, "let item = 2")
    XCTAssertEqual(state, "1:xs 2 3:item 4:xs")
    type(":run stale")
    XCTAssertEqual(value(of: 4), "[2]")
  }

  func testANameThatIsDefinedFromWhatItWas() {
    type("let r = 1", "let r = r + 5", "r * 10")
    XCTAssertEqual(state, "1 2 3")
    // Not a second time in the same place.
    type(":run 2")
    XCTAssertEqual(state, "1 2 3:r 4")
    edit(4, "let r = r + 100")
    XCTAssertEqual(state, "1:r 2:r 3:r 4:r")
    type(":run stale")
    XCTAssertEqual(state, "1 2 4 3")
    XCTAssertEqual(value(of: 3), "1060")
  }

  func testValuesOfCellsAndFilesAreFollowed() throws {
    let data = folder.appendingPathComponent("d.csv")
    try "a\n1\n".write(to: data, atomically: true, encoding: .utf8)
    type("20 + 1", "_ * 2", "_1 + 0", "let rows = read_csv(\"\(data.path)\")", "len(rows)")
    try "a\n1\n".write(to: data, atomically: true, encoding: .utf8)
    XCTAssertEqual(state, "1 2 3 4 5")
    edit(1, "30 + 1")
    XCTAssertEqual(state, "1 2:_1 3:_1 4 5")
    try "a\n1\n2\n".write(to: data, atomically: true, encoding: .utf8)
    XCTAssertEqual(state, "1 2:_1 3:_1 4:d.csv 5:rows")
    type(":run stale")
    XCTAssertFalse(state.contains(":"), state)
    XCTAssertEqual(value(of: 5), "2")
  }

  func testAUsedScriptIsFollowed() throws {
    let script = folder.appendingPathComponent("u.pts")
    func write(_ text: String) throws {
      try text.write(to: script, atomically: true, encoding: .utf8)
    }
    try write("let one = 1\nfn twice(x) { 2 * x }\n")
    type("use \"\(script.path)\"", "twice(one)", "\"free\"")
    try write("# Words.\nlet one = 1\n\nfn twice(x) { 2  * x }\n")
    XCTAssertEqual(state, "1 2 3")
    try write("let one = 5\nfn twice(x) { 2 * x }\n")
    XCTAssertEqual(state, "1:u.pts 2:one 3")
    type(":run stale")
    XCTAssertEqual(state, "1 2 3")
    XCTAssertEqual(value(of: 2), "10")
  }

  func testCellsAreEditedMovedAndTakenOut() {
    type("let x = 1", "let z = 0", "x + 1", "let y = 2")
    // A text that can't run changes nothing, and isn't lost.
    edit(1, "let x =")
    XCTAssertEqual(state, "1:edited 2 3:x 4")
    XCTAssertEqual(interactive.submit(":edit 1"), .edit("let x ="))
    interactive.finishEdit("let x = 7\n# %% Twice\nlet twice = 2 * x")
    XCTAssertEqual(state, "1 5 2 3:x 4")
    type(":run 3")
    _ = gists()
    type(":move 3 top", ":move 9 top", ":move 3", ":delete 9")
    XCTAssertEqual(
      gists(),
      [
        "error: cell 3 can't be above cell 1, which gives it `x`", "error: there is no cell 9",
        "error: `:move` needs a cell and the one that it is to follow",
        "error: there is no cell 9",
      ])
    type(":move 4 after 1", ":delete 2")
    XCTAssertEqual(state, "1 4 5 3")
    type(":delete 1")
    XCTAssertEqual(state, "4 5:x 3:x")
    type("z")
    XCTAssertEqual(gists().last, "error: there is no `z`")
  }

  func testAFileIsTakenOverWhereItHasChanged() throws {
    func write(_ text: String) throws {
      try text.write(toFile: file("").path!, atomically: true, encoding: .utf8)
    }
    let text =
      "# Of numbers.\n\n# %% [markdown]\n# # One\n\n# %% A\nlet a = 1\n\n# %%\na + 1\n\n# %%\n\"free\"\n"
    try write(text)
    XCTAssertEqual(interactive.session.open(file(text)), .finished)
    type("a * 10")
    _ = gists()
    // Comments, blanks and prose run nothing.
    try write(text.replacingOccurrences(of: "a = 1", with: "a =  1 # one") + "# the end\n")
    type("")
    XCTAssertEqual(
      gists(), ["notice test.pts has changed on the disk · `:reload` takes it over"])
    type("1")
    XCTAssertEqual(gists(), ["value 5 text"])
    type(":reload")
    XCTAssertEqual(gists(), ["notice test.pts: no cell has changed"])
    XCTAssertEqual(state, "1 2 3 4 5")
    XCTAssertEqual(interactive.session.cell(1)?.source, "let a =  1 # one")
    // A cell is edited, one comes, one goes; what was typed stays.
    let edited =
      "# Of numbers.\n\n# %% A\nlet a = 2\n\n# %% New\nlet b = a\n\n# %%\na + 1\n"
    try write(edited)
    type(":reload")
    XCTAssertEqual(
      gists(),
      [
        "notice test.pts: 1 cell edited, 1 added, 1 removed",
        "notice cells 1, 6, 2 and 4 are stale: some were edited; they used `a` · `:run stale` "
          + "runs them again",
      ])
    XCTAssertEqual(state, "1:edited 6:not run 2:a 4:a 5")
    type(":run stale")
    XCTAssertEqual([2, 4].map { value(of: $0) }, ["3", "20"])
    // A broken file leaves all as it is.
    try write("let a = ")
    _ = gists()
    type(":reload")
    XCTAssertEqual(gists().last, "notice test.pts wasn't taken over: the cells are as they were")
    XCTAssertEqual(state, "1 6 2 4 5")
    // What is saved over it is what the session has, with its titles.
    try write(edited)
    type(":save")
    XCTAssertEqual(gists()[0], "error: `test.pts` has changed on the disk since it was read")
    type(":reload", ":save")
    let saved = try String(contentsOfFile: file("").path!, encoding: .utf8)
    XCTAssertEqual(
      saved, "#!/usr/bin/env pts\n" + edited + "\n# %%\na * 10\n\n# %%\n1\n")
    _ = gists()
    type("2")
    XCTAssertEqual(gists(), ["value 7 text"])
  }

  func testCellsAfterAFaultAreKept() throws {
    let text = "# %%\nlet a = 1\n\n# %%\na + error(\"no\")\n\n# %%\na + 2\n"
    try text.write(toFile: file("").path!, atomically: true, encoding: .utf8)
    XCTAssertEqual(interactive.session.open(file(text)), .failed)
    XCTAssertEqual(state, "1 2 3:not run")
    type(":save")
    XCTAssertEqual(
      try String(contentsOfFile: file("").path!, encoding: .utf8), "#!/usr/bin/env pts\n" + text)
    edit(2, "a + 5")
    type(":run stale")
    XCTAssertEqual([2, 3].map { value(of: $0) }, ["6", "3"])
  }
}
