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

  /// The same weights compute something else with another configuration.
  func testAModelsConfigurationIsPartOfARun() throws {
    let copy = folder.appendingPathComponent("copy")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: Self.model), to: copy)
    let script =
      Self.declarations.replacing(Self.model, with: copy.path)
      + "run first { model: lm, prompt: soft, data: reviews, steps: 2, batch: 4, lr: 0.1 }\n"
      + "print(json(first.loss), json(first.score(reviews.test)))\n"
    try write(script, to: "a.pts")
    let before = try run(["a.pts"])
    XCTAssertEqual(trained(before).count, 1, before.error)

    let file = copy.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let edited = text.replacing(
      /"layer_norm_epsilon": *[^,\s}]+/, with: "\"layer_norm_epsilon\": 0.5")
    XCTAssertNotEqual(edited, text)
    try edited.write(to: file, atomically: true, encoding: .utf8)
    let plan = try run(["plan", "a.pts"])
    XCTAssertTrue(plan.output.contains("model configuration"), plan.output)
    let after = try run(["a.pts"])
    XCTAssertEqual(trained(after).count, 1, after.error)
    XCTAssertNotEqual(after.output, before.output)
    XCTAssertTrue(try run(["--force", "a.pts"]).output == after.output)
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

  private func plan(_ words: [String]) throws -> [String] {
    let output = try run(["plan"] + words)
    XCTAssertEqual(output.status, 0, output.error)
    return output.output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
  }

  func testThePlanForetellsWhatRuns() throws {
    let base = Self.declarations + Self.run
    try write(base, to: "a.pts")
    let before = try plan(["a.pts"])
    XCTAssertTrue(before.contains { $0.hasPrefix("first trains new 6 ") }, "\(before)")
    XCTAssertTrue(
      before.contains { $0.hasPrefix("grid[lr 0.1] cached the same run as first 0 ") }, "\(before)")
    XCTAssertTrue(
      before.last?.hasPrefix("3 runs: 1 cached, 2 to train, about ") ?? false, "\(before)")
    XCTAssertTrue(try run(["runs"]).error.contains("no runs"), "a plan trained something")
    XCTAssertEqual(try run(["a.pts"]).status, 0)

    XCTAssertEqual(try plan(["a.pts"]).last, "3 runs: 3 cached")
    try write(base.replacing("lr: 0.1,", with: "lr: 0.3, # a comment\n"), to: "a.pts")
    let rate = try plan(["a.pts"])
    XCTAssertTrue(rate.contains { $0.hasPrefix("first trains lr 0.1 → 0.3 6 ") }, "\(rate)")
    XCTAssertTrue(rate.contains { $0.hasPrefix("grid[lr 0.2] cached ran ") }, "\(rate)")
    let longer = base.replacing("steps: 6", with: "steps: 12")
    try write(longer, to: "a.pts")
    XCTAssertTrue(try plan(["a.pts"]).contains { $0.hasPrefix("first continues ") })
    let rows = try String(contentsOf: folder.appendingPathComponent("reviews.csv"), encoding: .utf8)
    try write(rows.replacing("film 7 was awful", with: "film 7 was dull"), to: "reviews.csv")
    try write(base, to: "a.pts")
    XCTAssertTrue(try plan(["a.pts"]).contains { $0.hasPrefix("first trains data changed 6 ") })
    XCTAssertTrue(try plan(["--force", "a.pts"]).last?.hasPrefix("3 runs: 3 to train") ?? false)

    try write(
      base
        + "let rows = map(reviews.train[..], r => r)\ndataset own { from: rows, target: \"mood\" }\n"
        + "run late { like: first, data: own }\n", to: "a.pts")
    XCTAssertTrue(try plan(["a.pts"]).contains { $0.hasPrefix("late depends known when it runs") })
  }

  /// A kept run does all that it did where it was trained.
  func testAKeptRunIsTakenOutOfTheStore() throws {
    try write(Self.declarations + Self.run, to: "a.pts")
    let first = try run(["a.pts"])
    XCTAssertEqual(first.status, 0, first.error)
    let id = try XCTUnwrap(first.output.firstMatch(of: #/ ([0-9a-f]{12}) /#)?.output.1)
    let asked = Self.run.split(separator: "\n").dropFirst(2).filter { !$0.contains("grid") }
      .map(String.init).joined(separator: "\n")
    let data = Self.declarations.split(separator: "\n")[1]
    try write(
      "\(data)\nrun first { from: \"\(id.prefix(8))\", data: reviews }\n\(asked)\n", to: "b.pts")
    let second = try run(["b.pts"])
    XCTAssertEqual(second.status, 0, second.error)
    XCTAssertEqual(
      second.output.split(separator: "\n"),
      first.output.split(separator: "\n").enumerated().filter { $0.offset != 1 }.map(\.element))
    XCTAssertEqual(trained(second), [], second.error)

    // Of the script that trained it nothing is needed, and its curve needs no model.
    let file =
      "print(run(\"\(id)\").predict(\"film 3 was\"), run(\"first\").status)"
      + "\nprompt p { from: run(\"\(id)\") }\nprint(p.embedding == run(\"\(id)\").prompt.embedding)"
    XCTAssertEqual(try run(["-e", file]).status, 0)
    for (code, message) in [
      ("run(\"nosuch\")", "no run in the store is called"),
      ("run x { from: \"\(id)\", lr: 1 }", "can't be changed"),
      ("run(\"\(id)\").resume(more: 2)", "without the rows"),
      ("run x { from: \"frist\" }", "did you mean \"first\"?"),
      ("prompt p { from: run(\"first\"), soft: 9 }", "comes with run"),
    ] {
      let wrong = try run(["-e", code])
      XCTAssertEqual(wrong.status, 1, code)
      XCTAssertTrue(wrong.error.contains(message), wrong.error)
    }

    let csv = try run(["runs", "show", String(id), "--csv"]).output.split(separator: "\n")
    XCTAssertEqual(csv.count, 7)
    XCTAssertTrue(csv[3].hasPrefix("3,"), String(csv[3]))
    let json = try run(["runs", "show", String(id), "--json"]).output
    let record = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    XCTAssertEqual((record["metrics"] as? [Any])?.count, 6)
    XCTAssertEqual((record["settings"] as? [String: Any])?["hyper.lr"] as? Double, 0.1)
    XCTAssertEqual(record["trainable_parameters"] as? Int, 4 * 32)
    let settings = record["settings"] as? [String: Any]
    XCTAssertEqual(settings?["data.files"] as? [String], ["reviews.csv"])
    XCTAssertEqual((settings?["data.hash"] as? String)?.count, 64)
    let defaults = settings?["defaults"] as? [String] ?? []
    XCTAssertTrue(
      defaults.contains("hyper.seed") && defaults.contains("prompt.init"), "\(defaults)")
    XCTAssertFalse(defaults.contains("hyper.lr") || defaults.contains("prompt.soft"), "\(defaults)")
    let saved = try run(["runs", "save", String(id), "mood"])
    XCTAssertEqual(saved.status, 0, saved.error)
    XCTAssertTrue(
      FileManager.default.fileExists(atPath: folder.appendingPathComponent("mood/pts.json").path))
    let compared = try run(["runs", "compare", "first", "grid[lr 0.2]"]).output
    XCTAssertTrue(compared.contains("hyper.lr"), compared)
    XCTAssertFalse(compared.contains("hyper.batch"), compared)

    XCTAssertEqual(try run(["runs", "pin", String(id)]).status, 0)
    XCTAssertTrue(try run(["runs", "clear", "--older", "1d"]).output.hasPrefix("removed 0 runs"))
    XCTAssertTrue(try run(["runs", "clear"]).error.contains("1 pinned run is kept"))
    XCTAssertEqual(trained(try run(["a.pts"])).count, 2)
  }

  /// What names a run that the store lacks is found before anything trains; what the script makes itself isn't,
  /// nor what may fail.
  func testStoredRunsAreCheckedBeforeAnythingRuns() throws {
    let first = "run first { model: lm, prompt: soft, data: reviews, steps: 2, batch: 4 }\n"
    for (code, message) in [
      ("prompt p { from: run(\"nosuch\") }", "no run in the store is called \"nosuch\""),
      ("print(run(\"frist\").loss)", "no run in the store is called \"frist\""),
      ("run x { from: \"nosuch\" }", "no run in the store is called \"nosuch\""),
    ] {
      try write(Self.declarations + first + code, to: "a.pts")
      for words in [["a.pts"], ["check", "a.pts"], ["plan", "a.pts"]] {
        let wrong = try run(words)
        XCTAssertEqual(wrong.status, 1, code)
        XCTAssertTrue(wrong.error.contains(message), wrong.error)
        XCTAssertTrue(wrong.error.contains("a.pts:5:"), wrong.error)
        XCTAssertEqual(trained(wrong), [], wrong.error)
      }
    }
    try write(
      Self.declarations + first + """
        run again { from: "first" }
        prompt p { from: run("first") }
        run more { like: first, prompt: p }
        print(again.loss == first.loss, try { run("nosuch").steps } catch e { 0 })
        print(abs(more.at(0).embedding - first.prompt.embedding).max())

        """, to: "a.pts")
    let planned = try plan(["a.pts"])
    for name in ["again", "more"] {
      XCTAssertTrue(planned.contains { $0.hasPrefix("\(name) depends known when") }, "\(planned)")
    }
    let made = try run(["a.pts"])
    XCTAssertEqual(made.output, "true 0\n0\n", made.error)

    XCTAssertTrue(try plan(["a.pts"]).contains { $0.hasPrefix("again cached ran ") })

    // A run that is there without what it needs says so wherever its prompt is asked for.
    try FileManager.default.removeItem(at: folder.appendingPathComponent("home/checkpoints"))
    for use in [
      "prompt p { from: run(\"first\") }", "prompt p { like: soft, init: run(\"first\") }",
      "average(run(\"first\"))", "compare(run(\"first\"), on: reviews.test)",
      "lm.predict([\"film\"], [run(\"first\")])", "run(\"first\").prompt",
      "lm.logits(\"film\", prompt: run(\"first\"))",
    ] {
      let wrong = try run(["-e", Self.declarations + use])
      XCTAssertEqual(wrong.status, 1, use)
      XCTAssertTrue(wrong.error.contains("(first) left no state"), "\(use)\n\(wrong.error)")
    }
    try write(Self.declarations + "print(1)\nrun x { from: \"first\" }\n", to: "a.pts")
    let late = try run(["a.pts"])
    XCTAssertTrue(late.error.contains("(first) left no state"), late.error)
    XCTAssertEqual(late.output, "")
  }

  func testTheShellSaysWhy() throws {
    try write(Self.declarations, to: "a.pts")
    let why = try run(
      ["-i", "a.pts"],
      input: """
        run first { model: lm, prompt: soft, data: reviews, steps: 3, batch: 4, lr: 0.1 }
        :why first
        run first { model: lm, prompt: soft, data: reviews, steps: 3, batch: 2, lr: 0.2 }
        :why first
        :force on
        run first { model: lm, prompt: soft, data: reviews, steps: 3, batch: 2, lr: 0.2 }
        :why lm
        :why

        """)
    XCTAssertTrue(why.output.contains("no other run of that name"), why.output)
    XCTAssertTrue(
      why.output.contains("batch 4 → 2") && why.output.contains("lr 0.1 → 0.2"), why.output)
    XCTAssertEqual(trained(why).count, 3, why.error)
    XCTAssertTrue(why.error.contains("`lm` isn't a run"), why.error)
  }

  /// What took long is kept with everything that it depends on, and said to be cached.
  func testScoresAndTextsAreKept() throws {
    try write(
      """
      model lm { from: "workshop" }
      dataset topics { from: "workshop:topics", input: "review", target: "topic", seed: 1 }
      prompt hard { template: "Review: {review}\\nTopic: {topic}" }
      let score = hard.score(topics.train, model: lm)
      print(json(score), score.predictions[7])
      print(lm.generate(map(topics.train[..300], row => row.review), tokens: 60)[299])

      """, to: "a.pts")
    let first = try run(["a.pts"])
    XCTAssertEqual(first.status, 0, first.error)
    let lines = ["scoring hard · cached · ran ", "generating 300 texts · cached · ran "]
    for line in lines { XCTAssertFalse(first.error.contains(line), first.error) }
    let second = try run(["a.pts"])
    XCTAssertEqual(second.output, first.output)
    for line in lines { XCTAssertTrue(second.error.contains(line), second.error) }

    let text = try String(contentsOf: folder.appendingPathComponent("a.pts"), encoding: .utf8)
    try write(
      text.replacing("Topic: {topic}", with: "Thema: {topic}").replacing(
        "tokens: 60", with: "tokens: 61"), to: "a.pts")
    let other = try run(["a.pts"])
    XCTAssertFalse(other.error.contains("cached"), other.error)
    let forced = try run(["--force", "a.pts"])
    XCTAssertFalse(forced.error.contains("cached"), forced.error)
    XCTAssertEqual(forced.output, other.output)
  }
}
