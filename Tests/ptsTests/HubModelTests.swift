import Foundation
import LoopbackServer
import Pseudoterminal
import XCTest

/// Models by name, from a hub on loopback: what the program shows, keeps and says.
final class HubModelTests: ProgramTestCase {
  private static let name = "somebody/tiny"
  private static let words = "model lm { from: \"\(name)\" }\nprint(lm.layers)\n"
  private var server: FakeHub!

  override func setUpWithError() throws {
    try super.setUpWithError()
    var files: [String: FakeHub.File] = [:]
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
      let url = URL(fileURLWithPath: Self.model).appendingPathComponent(name)
      files[name] = .init(try Data(contentsOf: url), isLarge: name.hasSuffix("safetensors"))
    }
    server = try FakeHub(Self.name, files)
    try write(Self.words, to: "lm.pts")
  }

  override func tearDown() {
    server.stop()
    super.tearDown()
  }

  private var online: [String: String] {
    [
      "HF_ENDPOINT": server.hub.address, "HF_HUB_OFFLINE": "0", "no_proxy": "127.0.0.1",
    ]
  }

  private var ranges: [String?] { server.delivery.requests.map { $0.fields["range"] } }

  private func assertFault(
    _ result: Output, _ parts: String..., line: UInt = #line
  ) {
    XCTAssertEqual(result.status, 1, result.error, line: line)
    for part in parts { XCTAssertTrue(result.error.contains(part), result.error, line: line) }
    XCTAssertTrue(result.error.contains("lm.pts:1:18"), result.error, line: line)
  }

  func testAModelIsFetchedOnce() throws {
    // A check fetches nothing, and has nothing against what it can't know yet.
    XCTAssertEqual(try run(["check", "lm.pts"], environment: online).status, 0)
    XCTAssertEqual(server.hub.requests.count, 0)

    let first = try run(["lm.pts"], environment: online)
    XCTAssertEqual(first.status, 0, first.error)
    XCTAssertEqual(first.output, "2\n")
    let lines = first.error.split(separator: "\n")
    XCTAssertEqual(lines.count, 3, first.error)
    XCTAssertTrue(
      lines.last!.hasPrefix("somebody/tiny · model.safetensors · "), first.error)

    let again = try run(["lm.pts"])
    XCTAssertEqual(again, Output(output: "2\n", error: "", status: 0))
    XCTAssertEqual(ranges, [nil])
  }

  func testAFolderGoesFirst() throws {
    let folder = folder.appendingPathComponent("somebody")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent("tiny").path, withDestinationPath: Self.model)
    let result = try run(["lm.pts"], environment: online)
    XCTAssertEqual(result, Output(output: "2\n", error: "", status: 0))
    XCTAssertEqual(server.hub.requests.count, 0)
  }

  func testAnInterruptedDownloadGoesOn() throws {
    server.change { $0.pause = 100_000 }
    let blobs = folder.appendingPathComponent("huggingface/hub/models--somebody--tiny/blobs")
    let hash = server.change { $0.files["model.safetensors"]!.hash }
    let partial = blobs.appendingPathComponent("\(hash).incomplete").path
    func size() -> Int {
      (try? FileManager.default.attributesOfItem(atPath: partial)[.size] as? Int) ?? 0
    }
    let result = try run(["lm.pts"], environment: online) { _ in size() > 8000 }
    XCTAssertEqual(result.status, 130, result.error)
    XCTAssertEqual(result.output, "")
    XCTAssertGreaterThan(size(), 8000)

    let rest = size()
    server.change { $0.pause = 0 }
    XCTAssertEqual(try run(["lm.pts"], environment: online).output, "2\n")
    XCTAssertEqual(ranges, [nil, "bytes=\(rest)-"])
  }

  func testTwoProgramsAtOnce() throws {
    server.change { $0.pause = 20_000 }
    let terminal = try startShell(environment: online)
    terminal.send(Self.words.split(separator: "\n")[0] + Key.enter)
    assertScreen(terminal) { _ in !server.delivery.requests.isEmpty }
    XCTAssertEqual(try run(["lm.pts"], environment: online).output, "2\n")
    assertScreen(terminal) { $0.cursorRowText == "[2]" }
    XCTAssertEqual(ranges, [nil], "the weights were fetched twice")
    leave(terminal)
  }

  func testTheLineAtATerminal() throws {
    server.change { $0.pause = 50_000 }
    let terminal = try startShell(environment: online)
    terminal.send(Self.words.split(separator: "\n")[0] + Key.enter)
    assertScreen(terminal) { $0.text.contains("somebody/tiny ") && $0.text.contains("kB/s") }
    assertScreen(terminal) { $0.cursorRowText == "[2]" && !$0.text.contains("kB/s") }
    leave(terminal)
  }

  func testWhatIsSaidOfModelsThatDontCome() throws {
    assertFault(try run(["lm.pts"]), "HF_HUB_OFFLINE", "hf download somebody/tiny", "hub")
    assertFault(try run(["check", "lm.pts"]), "HF_HUB_OFFLINE")

    server.change { ($0.token, $0.isGated) = ("secret", true) }
    assertFault(
      try run(["lm.pts"], environment: online), "accept its licence", "set HF_TOKEN",
      "accept it at \(server.hub.address)/somebody/tiny")
    XCTAssertFalse(
      FileManager.default.fileExists(atPath: folder.appendingPathComponent("huggingface").path))
    let allowed = online.merging(["HF_TOKEN": "secret"]) { $1 }
    XCTAssertEqual(try run(["lm.pts"], environment: allowed).output, "2\n")

    try write("model lm { from: \"somebody/tinny\" }\n", to: "lm.pts")
    assertFault(
      try run(["lm.pts"], environment: online), "neither a folder nor a hub model",
      "did you mean \"somebody/tiny\", which is in the cache?")
    try write("model lm { from: \"tiny\" }\n", to: "lm.pts")
    assertFault(try run(["lm.pts"], environment: online), "did you mean \"somebody/tiny\"")
    XCTAssertFalse(server.hub.requests.contains { $0.path.contains("models/tiny") })
  }

  /// The oldest models have no owner; what the hub lacks by such a name is a mistyped folder.
  func testANameWithoutAnOwner() throws {
    let files = server.change { $0.files }
    server.stop()
    server = try FakeHub("gpt2", files)
    try write("model lm { from: \"gpt2\" }\nprint(lm.layers)\n", to: "lm.pts")
    XCTAssertEqual(try run(["lm.pts"], environment: online).output, "2\n")
    XCTAssertEqual(try run(["lm.pts"]), Output(output: "2\n", error: "", status: 0))
    try write("model lm { from: \"gpt9\" }\n", to: "lm.pts")
    assertFault(try run(["lm.pts"], environment: online), "there is no model folder `gpt9`")
    assertFault(try run(["lm.pts"]), "there is no model folder `gpt9`", "did you mean \"gpt2\"")
    let count = server.hub.requests.count
    try write("model lm { from: \"workshp\" }\n", to: "lm.pts")
    assertFault(try run(["lm.pts"], environment: online), "did you mean \"workshop\"")
    XCTAssertEqual(server.hub.requests.count, count)
  }

  /// An adapter by its name, to tune on from and to start from.
  func testAnAdapterOfTheHub() throws {
    var files: [String: FakeHub.File] = [:]
    let source = URL(fileURLWithPath: Self.model).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("tuning/adamw-p5/initial")
    for name in ["adapter_config.json", "adapter_model.safetensors"] {
      files[name] = .init(try Data(contentsOf: source.appendingPathComponent(name)))
    }
    server.stop()
    server = try FakeHub("somebody/mood", files)
    for (field, more) in [("from", ""), ("init", ", soft: 5")] {
      try write(
        "prompt p { \(field): \"somebody/mood\"\(more), template: \"{text} {mood}\" }\n"
          + "print(p.soft)\n", to: "lm.pts")
      XCTAssertEqual(try run(["check", "lm.pts"], environment: online).status, 0)
      let result = try run(["lm.pts"], environment: online)
      XCTAssertEqual(result.output, "5\n", result.error)
      XCTAssertEqual(try run(["lm.pts"]), Output(output: "5\n", error: "", status: 0))
    }
    try write(
      "prompt p { init: \"somebody/wood\", soft: 5, template: \"{text} {mood}\" }\n", to: "lm.pts")
    assertFault(
      try run(["lm.pts"], environment: online), "neither a folder nor a hub model",
      "put a blank after them")
  }

  func testARevision() throws {
    server.change { $0.references = ["v1"] }
    try write(
      "model lm { from: \"\(Self.name)\", revision: \"v1\" }\nprint(lm.hidden)\n", to: "lm.pts")
    XCTAssertEqual(try run(["lm.pts"], environment: online).output, "32\n")
    try write("model lm { from: \"\(Self.name)\", revision: \"v2\" }\n", to: "lm.pts")
    let result = try run(["lm.pts"], environment: online)
    XCTAssertTrue(result.error.contains("`somebody/tiny` has no revision `v2`"), result.error)
    XCTAssertTrue(result.error.contains("lm.pts:1:45"), result.error)
  }
}
