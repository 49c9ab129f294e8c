import Diagnostics
import Foundation
import Notebooks
import XCTest

/// Inputs of all kinds, answered by outputs.
final class InteractiveSessionTests: SessionTestCase {
  private func interactive() -> InteractiveSession {
    let session = session()
    return InteractiveSession(
      session, runs: RunPages(folder: folder.appendingPathComponent("home"), emit: session.emit),
      keys: "Shift-Enter runs")
  }

  private func answer(_ session: InteractiveSession, _ input: String) -> [String] {
    XCTAssertEqual(session.submit(input), .none, input)
    return gists()
  }

  func testEveryInputIsAnsweredByOutputs() throws {
    let session = interactive()
    XCTAssertEqual(answer(session, " "), [])
    XCTAssertEqual(answer(session, ":cells"), ["stdout \"no cells yet\\n\""])
    XCTAssertEqual(answer(session, "let base = 20 + 1; base"), ["value 1 text"])
    for question in ["?", "?prompt", "?prompt.soft", "base?", "?base", ":help", "help()"] {
      XCTAssertEqual(answer(session, question), ["display help"], question)
    }
    XCTAssertEqual(answer(session, ":ce"), ["display listing"])
    XCTAssertEqual(answer(session, ":run base"), ["value 1 text"])
    XCTAssertEqual(answer(session, ":time base")[0], "value 2 text")
    XCTAssertEqual(answer(session, "?prmpt"), ["error: there is no help for `prmpt`"])
    XCTAssertEqual(answer(session, ":clels"), ["error: there is no command `:clels`"])
    XCTAssertEqual(answer(session, ":edit 9"), ["error: there is no cell `9`"])
    XCTAssertEqual(answer(session, ":run nope.pts"), ["error: there is no file `nope.pts`"])
    XCTAssertEqual(answer(session, ":runs").count, 1)
    let path = folder.appendingPathComponent("notes.pts").path
    XCTAssertEqual(answer(session, ":save \(path)")[0], "stdout \"saved 2 cells to \(path)\\n\"")
    XCTAssertTrue(try String(contentsOfFile: path, encoding: .utf8).contains("let base = 20 + 1"))
    let spaced = folder.appendingPathComponent("my notes.pts").path
    XCTAssertEqual(
      answer(session, ":save \"\(spaced)\"")[0], "stdout \"saved 2 cells to \(spaced)\\n\"")
    XCTAssertEqual(
      answer(session, ":save /nodir/x.pts"),
      ["error: `/nodir/x.pts` can't be written: there is no folder `/nodir`"])
    XCTAssertEqual(
      answer(session, ":save \(folder.path)"),
      ["error: `\(folder.path)` can't be written: it is a folder"])
    XCTAssertEqual(answer(session, ":vars"), ["display listing"])
    XCTAssertEqual(answer(session, ":forget bas"), ["error: no cell defines `bas`"])
    XCTAssertEqual(session.submit(":edit base"), .edit("let base = 20 + 1; base"))
    XCTAssertEqual(session.submit(":edit 1"), .edit("let base = 20 + 1; base"))
    XCTAssertEqual(session.submit("exit"), .leave(status: 0))
    XCTAssertEqual(session.submit(":q"), .leave(status: 0))
    XCTAssertEqual(interactive().submit("exit(3)"), .leave(status: 3))
    // A name of the script's own is no word of another shell.
    XCTAssertEqual(answer(session, "let exit = 7"), [])
    XCTAssertEqual(answer(session, "exit"), ["value 4 text"])
    // What hides a builtin can be taken away.
    XCTAssertEqual(answer(session, "let len = 3"), [])
    XCTAssertEqual(
      answer(session, "len([1])"), ["error: `len` is 3 here, which hides the built-in `len`"])
    XCTAssertEqual(answer(session, ":forget len"), [])
    XCTAssertEqual(answer(session, "len([1])"), ["value 7 text"])
    XCTAssertEqual(answer(session, ":forget len"), ["error: no cell defines `len`"])
  }

  func testACellIsRunByItsTitleAndNamesAreForgotten() {
    let session = interactive()
    XCTAssertEqual(
      answer(session, "# %% Load the data\nlet len = 5\n# %% Look\nlen + 1"), ["value 2 text"])
    XCTAssertEqual(answer(session, ":run look"), ["value 2 text"])
    XCTAssertEqual(answer(session, ":run \"Load\""), [])
    XCTAssertEqual(answer(session, ":forget len"), [])
    XCTAssertEqual(answer(session, "len([1, 2])"), ["value 3 text"])
    XCTAssertEqual(answer(session, ":reset"), [])
    XCTAssertEqual(answer(session, ":cells"), ["stdout \"no cells yet\\n\""])
    XCTAssertEqual(answer(session, ":vars"), ["stdout \"no names yet\\n\""])
    XCTAssertEqual(answer(session, "1"), ["value 1 text"])
  }

  func testHelpNamesTheFrontEndsKeys() throws {
    XCTAssertEqual(interactive().submit(":help"), .none)
    guard case .display(let data)? = sink.outputs.first else { return XCTFail("no help") }
    XCTAssertTrue(try XCTUnwrap(data.content(.plainText)).contains("Shift-Enter runs"))
  }

  func testACopiedSessionHasItsPromptsTakenOff() {
    for (text, code) in [
      ("pts 0.1 · ?topics · :help\n[1] let x = 1\n[2] x + 1\n2\n[3] ", "let x = 1\n# %%\nx + 1"),
      ("[9] fn f(x) {\n  …   x * 2\n  … }\n[10] f(2)\n4", "fn f(x) {\n  x * 2\n}\n# %%\nf(2)"),
      ("fn f(x) {\n  …   x\n  … }", "fn f(x) {\n  x\n}"),
      ("[3] ?prompt\n[4] :cells\n", ":cells"),
      ("[1] + [2]", "[1] + [2]"), ("[1] in xs", "[1] in xs"), ("let a = [1]\na", "let a = [1]\na"),
      ("let s = \"\"\"\n… and so on\n\"\"\"", "let s = \"\"\"\n… and so on\n\"\"\""),
    ] {
      XCTAssertEqual(InputLanguage.withoutPrompts(text), code)
    }
    XCTAssertEqual(
      answer(interactive(), "[7] 20 + 1\n21\n[8] _ + 1\n22"), ["value 1 text", "value 2 text"])
    XCTAssertFalse(session().check(file: file("[1] let x = 1\n[2] x\n1\n")))
    XCTAssertEqual(gists(), ["error: the text was copied from the shell with its prompts"])
    XCTAssertEqual(InputLanguage.completeness(of: "[1] fn f(x) {"), .incomplete(indent: 2))
  }

  func testCompletenessOfInputs() {
    XCTAssertEqual(InputLanguage.completeness(of: "[1,"), .incomplete(indent: 2))
    XCTAssertEqual(InputLanguage.completeness(of: ":time [1,"), .incomplete(indent: 2))
    for input in ["[1]", ":save [", "?[", ":time", ""] {
      XCTAssertEqual(InputLanguage.completeness(of: input), .complete, input)
    }
    XCTAssertEqual(InputLanguage.spans(of: ":save x.pts").map(\.range), [0..<5])
  }

  func testCompletionOfInputs() {
    let session = interactive()
    _ = session.submit("let basement = 3")
    func labels(_ text: String) -> [String] {
      session.completion(of: text, at: text.utf8.count, folder: folder).candidates.map(\.label)
    }
    XCTAssertEqual(labels(":ce"), [":cells"])
    XCTAssertEqual(labels(":run base"), ["basement"])
    XCTAssertEqual(labels("?prompt.sof"), ["?prompt.soft"])
    XCTAssertEqual(labels(":time basem"), ["basement"])
    XCTAssertTrue(labels("prompt p { templ").contains("template"))
  }
}
