import XCTest

final class CommandTests: ProgramTestCase {
  func testEveryWayToGiveAScript() throws {
    try write("#!/usr/bin/env pts\nlet x = 6\nprint(args)\nx * 7\n", to: "six.pts")
    XCTAssertEqual(
      try run(["six.pts", "a", "-i", "--help"]),
      Output(output: "[\"a\", \"-i\", \"--help\"]\n42\n", error: "", status: 0))
    XCTAssertEqual(
      try run(["-e", "args", "--b"]), Output(output: "[\"--b\"]\n", error: "", status: 0))
    XCTAssertEqual(
      try run(["-", "c"], input: "print(args)"),
      Output(output: "[\"c\"]\n", error: "", status: 0))
    XCTAssertEqual(try run([], input: "1 + 1"), Output(output: "2\n", error: "", status: 0))
    XCTAssertEqual(
      try run(["-i", "six.pts"], input: "x + 1\n:quit\nx + 2\n"),
      Output(output: "[]\n42\n7\n", error: "", status: 0))
  }

  func testResultsAndRemarksGoTheirWays() throws {
    XCTAssertEqual(
      try run(["-e", "print(\"out\")\nwarn(\"err\")\n\"last\""]),
      Output(output: "out\n\"last\"\n", error: "err\n", status: 0))
    // A `;` silences, `none` says nothing.
    XCTAssertEqual(try run(["-e", "1;"]).output, "")
    XCTAssertEqual(try run(["-e", "none"]).output, "")
  }

  func testAFileWithErrorsRunsNothing() throws {
    try write("print(1)\nlet a = b\n# %%\nprint(c)\n", to: "wrong.pts")
    let result = try run(["wrong.pts"])
    XCTAssertEqual(result.output, "")
    XCTAssertEqual(result.status, 1)
    XCTAssertTrue(result.error.contains("there is no `b`\n  wrong.pts:2:9\n"), result.error)
    XCTAssertTrue(result.error.contains("there is no `c`\n  wrong.pts:4:7\n"), result.error)
    XCTAssertFalse(result.error.contains("\u{1B}"))
    let check = try run(["check", "wrong.pts"])
    XCTAssertEqual(check, result)
  }

  func testTheFirstFailingCellEndsAFile() throws {
    try write("# %% one\nprint(1)\n# %% two\n[1][5]\n# %% three\nprint(3)\n", to: "stops.pts")
    let result = try run(["stops.pts"])
    XCTAssertEqual(result.output, "1\n")
    XCTAssertEqual(result.status, 1)
    XCTAssertTrue(result.error.contains("stops.pts:4:"), result.error)
    XCTAssertEqual(
      try run(["check", "stops.pts"]),
      Output(output: "stops.pts: no errors\n", error: "", status: 0))
  }

  func testACheckSaysWhatOnlyTheRunKnows() throws {
    try write(
      """
      model lm { from: "workshop" }
      hyper base { lr: lm.embedding.std(), steps: 20 }
      model other { from: "work" + args[0] }

      """, to: "computed.pts")
    XCTAssertEqual(
      try run(["check", "computed.pts"]),
      Output(
        output:
          "computed.pts: no errors; known only when it runs: `lr` of hyper `base`, model `other`\n",
        error: "", status: 0))
  }

  func testValuesOfCellsInAFile() throws {
    try write(
      "# %% [markdown]\n# # Prose\n# %%\n10\n# %%\n_ + 1\n# %%\n_1 + _2\n", to: "values.pts")
    XCTAssertEqual(try run(["values.pts"]).output, "10\n11\n21\n")
  }

  func testWhatIsNoScript() throws {
    try write("1", to: "mood.pts")
    try Data([0x31, 0x0A, 0xFF, 0xFE]).write(to: folder.appendingPathComponent("bytes.pts"))
    for (arguments, status, parts) in [
      (["moo.pts"], 2, ["there is no file `moo.pts`", "did you mean `mood.pts`?"]),
      (["mood"], 2, ["did you mean `mood.pts`?"]),
      (["chekc", "mood.pts"], 2, ["did you mean `pts check`?"]),
      (["."], 2, ["`.` is a folder", ".pts"]),
      (["bytes.pts"], 1, ["not UTF-8", "line 2"]),
      (["check", "bytes.pts", "mood.pts"], 1, ["not UTF-8"]),
      (["--resum", "mood.pts"], 2, ["--resume"]),
      (["-e"], 2, ["-e"]),
      (["check"], 2, ["file"]),
      (["runs", "show"], 2, ["id"]),
    ] {
      let result = try run(arguments)
      XCTAssertEqual(result.status, Int32(status), "\(arguments)")
      for part in parts {
        XCTAssertTrue(result.error.contains(part), "\(arguments): \(result.error)")
      }
    }
    XCTAssertEqual(
      try run(["-e", "1"], environment: ["PTS_THREADS": "many"]).status, 2)
  }

  func testHelpVersionAndReference() throws {
    let help = try run(["--help"])
    XCTAssertEqual(help.status, 0)
    XCTAssertTrue(help.output.contains("pts mood.pts"))
    XCTAssertEqual(try run(["--version"]).output.split(separator: " ").first, "pts")
    let reference = try run(["reference"]).output
    XCTAssertTrue(reference.contains("### `prompt`"))
    XCTAssertTrue(reference.contains("| `soft` |"))
  }

  func testInterruptsAndFullDisks() throws {
    let result = try run(["-e", "print(\"on\")\nwarn(\"on\")\nwhile true {}"]) {
      $0.contains("on")
    }
    XCTAssertEqual(result.status, 130)
    XCTAssertTrue(result.error.contains("interrupted"))
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "\"$0\" -e 'print(1)' >/dev/full 2>/dev/null", Self.program]
    try shell.run()
    shell.waitUntilExit()
    XCTAssertEqual(shell.terminationStatus, 1)
  }
}
