import Crypto
import Foundation
import JSON
import XCTest

/// The kernel as a front end has it, over real sockets.
final class KernelTests: XCTestCase {
  private static let training = """
    model lm { from: "workshop" }
    dataset topics { from: "workshop:topics", input: "review", target: "topic", seed: 1 }
    prompt soft { template: "Review: {review}\\nTopic: {topic}", soft: 4 }
    run first { model: lm, prompt: soft, data: topics, steps: 100000, batch: 8 }
    """

  func testACellIsAnsweredInTheOrderOfTheProtocol() throws {
    let client = try KernelClient()
    let (reply, outputs) = try client.run("print(\"hello\")\nwarn(\"careful\")\n6 * 7")
    XCTAssertEqual(reply["status"], .text("ok"))
    XCTAssertEqual(reply["execution_count"], .integer(1))
    XCTAssertEqual(
      outputs.map(\.kind),
      ["status", "execute_input", "stream", "stream", "execute_result", "status"])
    XCTAssertEqual(outputs[2].content["text"], .text("hello\n"))
    XCTAssertEqual(outputs[3].content["name"], .text("stderr"))
    XCTAssertEqual(outputs[4].content["data"]?["text/plain"], .text("42"))
    // Names stay; a fault is one `error`, and what waits behind it isn't run.
    let ids = try ["_ + 1", "sleep(0.5)\nerror(\"no rows\")", "print(1)"].map {
      try client.send(
        "execute_request", .record(["code": .text($0), "stop_on_error": .bool(true)]))
    }
    let replies = try ids.map { try client.reply(to: $0).content }
    XCTAssertEqual(
      replies.map { $0["status"]?.string }, ["ok", "error", "aborted"])
    let faults = try client.outputs(of: ids[1]).filter { $0.kind == "error" }
    XCTAssertEqual(faults.count, 1)
    XCTAssertTrue(faults[0].content["evalue"]?.string?.contains("no rows") ?? false)
  }

  func testItAnswersWhileItTrains() throws {
    let client = try KernelClient()
    let created = try client.reply(
      to: client.send("create_subshell_request", on: .control), on: .control)
    let subshell = try XCTUnwrap(created.content["subshell_id"]?.string)
    let cell = try client.send("execute_request", .record(["code": .text(Self.training)]))
    while try client.next(.iopub).kind != "update_display_data" {}

    let help = try client.send(
      "inspect_request",
      .record(["code": .text("topics"), "cursor_pos": .integer(3), "detail_level": .integer(0)]),
      subshell: subshell)
    XCTAssertEqual(try client.reply(to: help).parent, help)
    let list = try client.send(
      "complete_request", .record(["code": .text("soft.te"), "cursor_pos": .integer(7)]),
      subshell: subshell)
    XCTAssertEqual(
      try client.reply(to: list).content["matches"], .array([.text("template")]))
    let shown = try client.send(
      "execute_request", .record(["code": .text("show(run(\"first\")); run(\"first\").status")]),
      subshell: subshell)
    XCTAssertEqual(try client.reply(to: shown).content["status"], .text("ok"))
    // What it shows of the run is replaced as the run goes on.
    var seen: [String] = []
    while seen.count < 2 {
      let message = try client.next(.iopub)
      guard message.parent == shown, ["display_data", "update_display_data"].contains(message.kind)
      else { continue }
      seen.append(message.content["data"]?["text/plain"]?.string ?? "")
    }
    XCTAssertTrue(seen[0].contains("of 100,000 steps"), seen[0])
    XCTAssertNotEqual(seen[0], seen[1])

    let stop = try client.send("interrupt_request", on: .control)
    XCTAssertEqual(
      try client.reply(to: stop, on: .control).content["status"], .text("ok"))
    XCTAssertEqual(try client.reply(to: cell).content["status"], .text("error"))
    // The run is bound with what it has learned.
    let (reply, outputs) = try client.run("first.loss.len() > 1")
    XCTAssertEqual(reply["status"], .text("ok"))
    XCTAssertTrue(
      outputs.contains { $0.content["data"]?["text/plain"] == .text("true") })
  }

  func testHostileMessagesAreRefusedAndTheRestServed() throws {
    let client = try KernelClient()
    let word = Array("<IDS|MSG>".utf8)
    let broken: [[[UInt8]]] = [
      [[]], [word], [word, []], [word, [], [], [], [], []], [[1, 2, 3], [4]],
      [word] + Array(repeating: Array(repeating: UInt8(ascii: "["), count: 1 << 20), count: 5),
      Array(repeating: [0xFF], count: 500),
    ]
    for frames in broken {
      for channel in [KernelClient.Channel.shell, .control, .stdin] {
        try client.send(frames, on: channel)
      }
    }
    let other = SymmetricKey(data: Data("another".utf8))
    try client.send("execute_request", .record(["code": .text("exit(3)")]), signedBy: other)
    try client.send("shutdown_request", on: .control, signedBy: other)
    // Contents of the wrong kinds, well signed.
    for kind in [
      "execute_request", "complete_request", "inspect_request", "history_request",
      "is_complete_request", "comm_open", "input_reply", "nothing_request",
    ] {
      for content in [
        JSONValue.null, .array([]), .record(["code": .integer(7), "cursor_pos": .text("a")]),
        .record(["code": .text("é"), "cursor_pos": .integer(-9_000_000_000)]),
        .record(["code": .text("é"), "cursor_pos": .integer(9_000_000_000)]),
        .record(["hist_access_type": .text("tail"), "n": .integer(-1)]),
        .record(["hist_access_type": .text("range"), "start": .integer(9), "stop": .integer(-9)]),
      ] { try client.send(kind, content) }
    }
    try client.send("execute_request", .record(["code": .text("1")]), subshell: "nowhere")
    try client.send(
      "delete_subshell_request", .record(["subshell_id": .integer(1)]), on: .control)
    // Cells that fail take those with them that wait.
    _ = try client.reply(to: client.send("kernel_info_request"))
    let (reply, _) = try client.run("1 + 1")
    XCTAssertEqual(reply["status"], .text("ok"))
    XCTAssertTrue(client.process.isRunning)
  }

  func testShutdownEndsTheProcessAlsoWhileItTrains() throws {
    for code in ["1", Self.training] {
      let client = try KernelClient()
      let cell = try client.send("execute_request", .record(["code": .text(code)]))
      while true {
        let message = try client.next(.iopub)
        if message.parent == cell, message.kind == "execute_input" { break }
      }
      let id = try client.send(
        "shutdown_request", .record(["restart": .bool(false)]), on: .control)
      XCTAssertEqual(
        try client.reply(to: id, on: .control).content["restart"], .bool(false))
      let end = Date(timeIntervalSinceNow: 10)
      while client.process.isRunning, Date() < end { usleep(20_000) }
      XCTAssertFalse(client.process.isRunning)
      if !client.process.isRunning { XCTAssertEqual(client.process.terminationStatus, 0) }
    }
  }

  func testInputIsAskedOfTheFrontEnd() throws {
    let client = try KernelClient()
    let cell = try client.send(
      "execute_request",
      .record(["code": .text("input(\"name? \")"), "allow_stdin": .bool(true)]))
    let question = try client.next(.stdin)
    XCTAssertEqual(question.kind, "input_request")
    XCTAssertEqual(question.content["prompt"], .text("name? "))
    try client.send("input_reply", .record(["value": .text("Ada")]), on: .stdin)
    XCTAssertEqual(try client.reply(to: cell).content["status"], .text("ok"))
    XCTAssertTrue(
      try client.outputs(of: cell).contains {
        $0.content["data"]?["text/plain"] == .text("\"Ada\"")
      })
    // Without a front end that asks, it is a fault and no wait.
    let (reply, _) = try client.run("input(\"again? \")")
    XCTAssertEqual(reply["status"], .text("error"))
  }
}
