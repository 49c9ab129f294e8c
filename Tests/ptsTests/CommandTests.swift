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

  func testCodeThatLooksLikeAnOption() throws {
    XCTAssertEqual(try run(["-e", "-2^2"]).output, "-4\n")
    XCTAssertEqual(try run(["-e", "let a = 1; a", "-e", "_ + a", "x"]).output, "1\n2\n")
    try write("print(args)", to: "-a.pts")
    XCTAssertEqual(try run(["--", "-a.pts", "b", "--"]).output, "[\"b\", \"--\"]\n")
  }

  func testPipesAreFiles() throws {
    XCTAssertEqual(try shell("\"$0\" <(echo 'print(1)')").output, "1\n")
    XCTAssertEqual(
      try shell("\"$0\" <(echo 'print(len(read_lines(\"reviews.csv\")))')").output, "41\n")
    let cat = "print(read_text(args[0]))"
    XCTAssertEqual(try shell("\"$0\" -e '\(cat)' <(printf hi)").output, "hi\n")
    XCTAssertEqual(try shell("printf hi | \"$0\" -e '\(cat)' /dev/stdin").output, "hi\n")
    XCTAssertEqual(
      try shell("\"$0\" -e 'print(1); write_text(\"/dev/stdout\", \"2\\n\"); print(3)'").output,
      "1\n2\n3\n")
    XCTAssertEqual(
      try shell("\"$0\" -e 'write_text(args[0], \"on\")' >(cat); sleep 0.5").output, "on")
    mkfifo(folder.appendingPathComponent("pipe").path, 0o600)
    for code in ["read_text(\"pipe\")", "write_text(\"pipe\", \"x\")", "sleep(60)", "input()"] {
      let result = try shell(
        "(sleep 1; kill -INT $$) & exec \"$0\" -e 'warn(1); \(code)' < <(sleep 5)")
      XCTAssertEqual(result.status, 130, code)
    }
  }

  func testStreamsThatAreClosed() throws {
    XCTAssertEqual(try shell("\"$0\" <&-"), Output(output: "", error: "", status: 0))
    XCTAssertEqual(try shell("\"$0\" -e 'print(input())' <&-").output, "none\n")
    let closed = try shell("\"$0\" -e 'print(1)' >&-")
    XCTAssertEqual(closed.status, 1)
    XCTAssertEqual(closed.error, "error: stdout can't be written: it is closed\n")
    XCTAssertEqual(try shell("\"$0\" -e boom 2>&-").status, 1)
    let head = try shell(
      "\"$0\" -e 'for i in 0..99999 { print(i) }' | head -1; echo ${PIPESTATUS[0]}")
    XCTAssertEqual(head, Output(output: "0\n141\n", error: "", status: 0))
  }

  func testInputAndExit() throws {
    XCTAssertEqual(
      try shell(
        "printf 'a\\nb\\nc' | \"$0\" -e 'print(input(\"? \")); print(read_text(\"/dev/stdin\"), input())'"
      ),
      Output(output: "a\nb\nc none\n", error: "", status: 0))
    XCTAssertEqual(try run(["-e", "fn f() { exit(3) }\nf()\nprint(1)"]).status, 3)
    XCTAssertEqual(
      try run(["-i", "-e", "1"], input: "let a = input()\nhello\na\nexit(4)\n2\n"),
      Output(output: "1\n\"hello\"\n", error: "", status: 4))
  }

  func testFormatsFiles() throws {
    try write("let a=1   # one\n", to: "a.pts")
    try write("let b = 2\n", to: "b.pts")
    try write("let = 3\n", to: "c.pts")
    XCTAssertEqual(
      try run(["format", "--check", "a.pts", "b.pts"]),
      Output(output: "a.pts\n", error: "", status: 1))
    XCTAssertEqual(
      try run(["format", "a.pts", "b.pts"]),
      Output(output: "", error: "formatted a.pts\n", status: 0))
    XCTAssertEqual(try run(["format", "--check", "a.pts"]).status, 0)
    XCTAssertEqual(
      try run(["format", "-"], input: "f( 1 )"), Output(output: "f(1)\n", error: "", status: 0))
    let faulty = try run(["format", "c.pts", "absent.pts"])
    XCTAssertEqual(faulty.status, 2)
    XCTAssertTrue(faulty.error.contains("c.pts:1:5") && faulty.error.contains("absent.pts"))
    XCTAssertEqual(try run(["-e", "read_text(\"c.pts\")"]).output, "\"let = 3\\n\"\n")
  }

  func testAScriptsOwnOptions() throws {
    try write(
      """
      args {
        lr: 0.1          # the step's size
        max_steps: 200
        name: "first", sizes: [1, 2], fast: false
      }
      print(args.lr, args.max_steps, args.name, args.sizes, args.fast, len(args))
      for word in args { print(word) }
      """, to: "study.pts")
    XCTAssertEqual(try run(["study.pts"]).output, "0.1 200 first [1, 2] false 0\n")
    XCTAssertEqual(
      try run(
        [
          "study.pts", "a", "--lr", "-1e-2", "--max-steps=5", "--sizes", "3,4", "--fast", "--name",
          "x y", "-7", "--", "--b",
        ]),
      Output(output: "-0.01 5 x y [3, 4] true 3\na\n-7\n--b\n", error: "", status: 0))
    XCTAssertEqual(try run(["study.pts", "--no-fast"]).output.contains("false"), true)
    for (words, parts) in [
      (["--lrr", "1"], ["no option `--lrr`", "did you mean `--lr`?"]),
      (["-lr", "1"], ["did you mean `--lr`?"]), (["--lr"], ["`--lr` needs a value"]),
      (["--lr", "fast"], ["`--lr` takes a number, not \"fast\""]),
      (["--sizes", "1,b"], ["with commas between"]), (["--resume"], ["before the file's name"]),
      (["--zzz"], ["`--help` lists"]),
    ] {
      let result = try run(["study.pts"] + words)
      XCTAssertEqual(result.status, 2, "\(words)")
      XCTAssertEqual(result.output, "")
      for part in parts { XCTAssertTrue(result.error.contains(part), result.error) }
    }
    let help = try run(["study.pts", "--help"])
    XCTAssertEqual(help.status, 0)
    XCTAssertTrue(help.output.hasPrefix("usage: pts study.pts"), help.output)
    XCTAssertTrue(
      help.output.contains("\n  --lr NUMBER         0.1      the step's size\n"), help.output)
    XCTAssertTrue(help.output.contains("\n  --fast              false\n"), help.output)
    XCTAssertEqual(try run(["check", "study.pts"]).status, 0)
    try write("args { lr: 0.1 }\nhyper h { lr: args.rate }\nargs.lrr", to: "wrong.pts")
    let wrong = try run(["check", "wrong.pts"])
    XCTAssertTrue(wrong.error.contains("`args` has no `rate`"), wrong.error)
    XCTAssertTrue(wrong.error.contains("did you mean `lr`?"), wrong.error)
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
