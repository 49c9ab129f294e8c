import Diagnostics
import Notebooks
import XCTest

/// A session that is saved as a file: the file runs, and shows what the session has shown.
final class SavedNotebookTests: SessionTestCase {
  private var directory = ""

  /// Types cells, runs the saved file by itself, and compares the values that both show.
  /// - Returns: the file's text without its first line and its markers.
  @discardableResult
  private func check(
    _ cells: [String], remarks: [String] = [], line: UInt = #line
  ) -> [String] {
    let session = session()
    let first = sink.outputs.count
    let interactive = InteractiveSession(
      session, runs: RunPages(folder: folder.appendingPathComponent("home"), emit: session.emit))
    for cell in cells { XCTAssertEqual(interactive.submit(cell), .none, line: line) }
    let shown = values(from: first)
    let notebook = session.notebook
    XCTAssertEqual(notebook.remarks, remarks, line: line)
    let start = sink.outputs.count
    XCTAssertEqual(self.session().run(file: file(notebook.text)), .finished, line: line)
    XCTAssertEqual(values(from: start), shown, notebook.text, line: line)
    return notebook.text.split(separator: "\n").map(String.init).filter {
      !$0.hasPrefix("#!") && $0 != "# %%"
    }
  }

  private func values(from index: Int) -> [String] {
    sink.outputs[index...].compactMap { output in
      guard case .value(let data, _) = output else { return nil }
      return data.content(.plainText)
    }
  }

  func testWhatNothingUsedIsLeftOut() {
    XCTAssertEqual(
      check(["let a = 1; let b = 2", "let a = 3 # at last", "a + b"]),
      ["let b = 2", "let a = 3 # at last", "a + b"])
    XCTAssertEqual(
      check(["hyper h { lr: 0.1 }", "hyper h {", "hyper h { lr: 0.2 }", "h.lr"]),
      ["hyper h { lr: 0.2 }", "h.lr"])
    XCTAssertEqual(check(["fn f(x) { x }", "fn f(x) { x + 1 }", "f(1)"]).count, 2)
    // What has an effect stays.
    XCTAssertEqual(
      check(
        ["let a = rand()", "let a = rand()", "a"],
        remarks: ["in the file the earlier `a` is `a_1`"]),
      ["let a_1 = rand()", "let a = rand()", "a"])
  }

  func testWhatWasUsedKeepsItsMeaning() {
    XCTAssertEqual(
      check(
        ["let r = 1", "r + 1", "let r = r + 5", "let s = \"v \\(r)\"; s", "let r_1 = 0"],
        remarks: ["in the file the earlier `r` is `r_2`"]),
      ["let r_2 = 1", "r_2 + 1", "let r = r_2 + 5", "let s = \"v \\(r)\"; s", "let r_1 = 0"])
    check(
      ["fn f(n) { if n < 2 { 1 } else { n * f(n - 1) } }", "f(3)", "fn f(n) { n }", "f(3)"],
      remarks: ["in the file the earlier `f` is `f_1`"])
    check(
      ["let a, b = [1, 2]", "a + b", "let b, c = [3, 4]", "a + b + c", "var b = 7", "b += 1; b"],
      remarks: ["in the file the earlier `b` is `b_1`, `b_2`"])
    // Functions see the value that a name has when they are called.
    XCTAssertEqual(
      check(["let k = 2", "fn g(x) { x * k }", "g(3)", "let k = 5", "g(3)"]),
      ["var k = 2", "fn g(x) { x * k }", "g(3)", "k = 5", "g(3)"])
    check([
      "fn c(s) { s.upper() }", "fn p(s) { c(s) }", "p(\"a\")", "fn c(s) { s + s }", "p(\"a\")",
    ])
    check(["hyper h { lr: 0.1 }", "fn l() { h.lr }", "l()", "hyper h { lr: 0.2 }", "l()"])
    // A builtin that a function uses is still the builtin there.
    check(["fn n(x) { len(x) }", "let len = 5", "len + n([1])", ":forget len", "len([1, 2])"])
    check(["use \"u.pts\"", "one", "use \"u.pts\"", "one + 1"])
  }

  override func setUpWithError() throws {
    try super.setUpWithError()
    try Data("let one = 1\n".utf8).write(to: folder.appendingPathComponent("u.pts"))
    directory = FileManager.default.currentDirectoryPath
    FileManager.default.changeCurrentDirectoryPath(folder.path)
  }

  /// The folder is about to be removed: tests after this one start programs in the old one.
  override func tearDown() {
    FileManager.default.changeCurrentDirectoryPath(directory)
    super.tearDown()
  }

  func testWhatAnEditMadeStaleIsTold() {
    let session = session()
    for cell in ["let x = 1", "let y = x + 1", "y", "let x = 3", "\"free\""] {
      session.run(input: cell)
    }
    // The file has both of `x`.
    XCTAssertEqual(session.notebook.remarks, ["in the file the earlier `x` is `x_1`"])
    session.replace(cell: 2, by: "let y = x + 5")
    XCTAssertEqual(
      session.notebook.remarks,
      ["cell 3 is stale: run as a file it may show something else there"])
    XCTAssertEqual(session.runStale(), .finished)
    XCTAssertEqual(session.notebook.remarks, [])
    XCTAssertEqual(
      session.notebook.text.split(separator: "\n").filter { !$0.hasPrefix("#") },
      ["let x = 3", "let y = x + 5", "y", "\"free\""])
  }

  func testCellsThatFailed() {
    XCTAssertEqual(
      check(["boom", "20", "let x = [1][4]", "_2 + 1", "_ + _4"]), ["20", "_1 + 1", "_ + _2"])
    XCTAssertEqual(
      check(["var xs = []", "xs.append(1); [1][7]", "xs", "5; [1][7]", "_3"]),
      ["var xs = []", "xs.append(1);", "xs", "5;", "_3"])
    check(["let a = rand(); [1][7]", "rand()", "let b = rand([1][3])", "rand()"])
    let session = session()
    session.run(input: "var xs = []")
    session.run(input: "for i in 0..3 { xs.append(i); [1][i] }")
    XCTAssertEqual(
      session.notebook.remarks,
      [
        "cell 2 stopped at `for i in 0..3 { xs.append(i); [1][i] }`: what that had changed by then "
          + "isn't in the file"
      ])
    XCTAssertFalse(session.notebook.text.contains("for i"))
  }
}
