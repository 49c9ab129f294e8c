import Foundation
import JSON
import LanguageServer
import Mutation
import XCTest

/// What a client asks and is answered, over the stream.
final class LanguageServerTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lsp-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func uri(_ name: String) -> String { folder.appendingPathComponent(name).absoluteString }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// Where a text first has some words, or the `skip`th time; `after` moves into them.
  private func position(
    _ words: String, in text: String, after: Int = 0, skip: Int = 0
  ) throws -> (line: Int, character: Int) {
    let parts = text.components(separatedBy: words)
    try XCTSkipIf(parts.count < skip + 2, "no \(words) in the text")
    let before = parts.prefix(skip + 1).joined(separator: words)
    let line = before.components(separatedBy: "\n")
    return (line.count - 1, line[line.count - 1].utf16.count + after)
  }

  // MARK: The protocol

  func testKeepsTheLifecycle() {
    let client = ServerClient()
    XCTAssertEqual(client.answer("shutdown")?["error"]?["code"], .integer(-32002))
    let capabilities = client.answer("initialize", .object([]))?["result"]?["capabilities"]
    XCTAssertEqual(capabilities?["positionEncoding"], .text("utf-16"))
    XCTAssertEqual(client.answer("initialize")?["error"]?["code"], .integer(-32600))
    XCTAssertEqual(client.answer("no/such")?["error"]?["code"], .integer(-32601))
    XCTAssertEqual(
      client.answer("textDocument/hover", .record(["textDocument": .text("x")]))?["error"]?["code"],
      .integer(-32602))
    client.send(text: "{\"jsonrpc\": ")
    XCTAssertEqual(client.strayAnswer()?["error"]?["code"], .integer(-32700))
    XCTAssertEqual(client.answer("shutdown")?["result"], .null)
    XCTAssertEqual(client.answer("shutdown")?["error"]?["code"], .integer(-32600))
    client.notify("exit", .null)
    XCTAssertEqual(client.end(), .some(nil))
  }

  func testLeavesWithAReasonWhereTheStreamBreaks() {
    for bytes in ["", "no header\r\n\r\n", "Content-Length: 7\r\n\r\n{"] {
      let client = ServerClient()
      client.send(bytes: Array(bytes.utf8))
      client.close()
      XCTAssertNotNil(client.end() ?? nil, bytes)
    }
  }

  func testSurvivesMessagesThatAreBrokenAtRandom() throws {
    let client = ServerClient.started()
    let text = "fn f(a, b = 1) { return a }\nlet x = f(1)\nprompt p { template: \"{a}\" }\nx.\n"
    let name = uri("a.pts")
    client.open(name, text)
    let methods = [
      "completion", "hover", "signatureHelp", "definition", "references", "documentHighlight",
      "prepareRename", "rename", "documentSymbol", "foldingRange", "formatting",
      "semanticTokens/full", "didOpen", "didChange", "didClose", "didSave",
    ]
    let mutator = FileMutator(words: [
      "textDocument", "uri", "position", "line", "character", "range", "contentChanges", "id",
      "method", "params", name, "textDocument/didChange",
    ])
    var draw = Draw(seed: 3)
    for index in 0..<600 {
      let position = Position(line: draw.below(6), character: draw.below(20)).json
      let message = JSONValue.record([
        "jsonrpc": .text("2.0"), "id": .text("x\(index)"),
        "method": .text("textDocument/\(draw.of(methods))"),
        "params": .record([
          "textDocument": .record([
            "uri": .text(name), "version": .integer(index), "text": .text(text),
          ]),
          "position": position, "newName": .text("y"),
          "contentChanges": .array([
            .record([
              "range": .record(["start": position, "end": position]), "text": .text("x("),
            ])
          ]),
        ]),
      ])
      let bytes = mutator.json(Array(message.compact.utf8), &draw)
      client.send(bytes: Array("Content-Length: \(bytes.count)\r\n\r\n".utf8) + bytes)
    }
    XCTAssertNotNil(client.answer("shutdown", seconds: 120)?["result"])
  }

  // MARK: Features

  private static let script = """
    # %% Wörter 𝄞
    model lm { from: "workshop" }
    dataset reviews { from: "reviews.csv", input: "review", target: "mood" }
    prompt soft { template: "{review} {mood}", soft: 4 }
    run first { model: lm, prompt: soft, data: reviews, steps: 3 }

    # %% Look
    fn twice(x, by = 2) { return x * by }
    let 𐐀size = twice(3, by: 4)
    print("𝄞 \\(twice(𐐀size))", first.prompt.embedding)

    """

  func testFindsWhatCheckFinds() throws {
    try write("review,mood\nfine,glad\nbad,sad\n", to: "reviews.csv")
    let client = ServerClient.started()
    let name = uri("a.pts")
    client.open(name, Self.script.replacingOccurrences(of: "\"mood\"", with: "\"moood\""))
    let found = client.diagnostics(name, version: 1) { !$0.isEmpty }
    XCTAssertEqual(found?.count, 1)
    XCTAssertEqual(found?[0]["range"]?["start"]?["line"], .integer(2))
    XCTAssert(found?[0]["message"]?.string?.contains("did you mean") ?? false)
    // The client types the right word, and the column is there.
    let edit = JSONValue.record([
      "range": .record([
        "start": Position(line: 2, character: 65).json,
        "end": Position(line: 2, character: 70).json,
      ]), "text": .text("mood"),
    ])
    client.notify(
      "textDocument/didChange",
      .record([
        "textDocument": .record(["uri": .text(name), "version": .integer(2)]),
        "contentChanges": .array([edit]),
      ]))
    XCTAssertNotNil(client.diagnostics(name, version: 2) { $0.isEmpty })
    // What a file lacks is seen once it is saved.
    try write("review,feeling\nfine,glad\nbad,sad\n", to: "reviews.csv")
    client.notify("textDocument/didSave", .record(["textDocument": .record(["uri": .text(name)])]))
    XCTAssertNotNil(client.diagnostics(name, version: 2) { !$0.isEmpty })
  }

  func testExplainsCompletesAndFinds() throws {
    try write("review,mood\nfine,glad\n", to: "reviews.csv")
    let client = ServerClient.started()
    let (name, text) = (uri("a.pts"), Self.script)
    client.open(name, text)
    func hover(_ words: String, after: Int = 1, skip: Int = 0) throws -> String {
      let at = try position(words, in: text, after: after, skip: skip)
      let result = client.result("hover", name, at.line, at.character)
      return result?["contents"]?["value"]?.string ?? ""
    }
    XCTAssert(try hover("input").contains("input: a field of `dataset`"))
    XCTAssert(try hover("lm,").contains("model lm { from: \"workshop\" }"))
    XCTAssert(try hover("embedding").contains("prompt.embedding"))
    XCTAssert(try hover("print(").contains("print("))
    XCTAssert(try hover("twice(𐐀size", after: 2).contains("fn twice(x, by = 2)"))
    XCTAssert(try hover("by:").contains("twice(x, by = 2)"))
    XCTAssertEqual(try hover("Wörter"), "")

    let call = try position("by: 4", in: text)
    let help = client.result("signatureHelp", name, call.line, call.character + 4)
    XCTAssertEqual(help?["signatures"]?.array?.first?["label"], .text("twice(x, by = 2)"))
    XCTAssertEqual(help?["activeParameter"], .integer(1))

    let member = try position("first.prompt.embedding", in: text, after: 13)
    let items = client.result("completion", name, member.line, member.character)?["items"]?.array
    XCTAssert(items?.contains { $0["label"] == .text("nearest") } ?? false)
    let column = try position("{review} {mood}", in: text, after: 1)
    let columns = client.result("completion", name, column.line, column.character)?["items"]?.array
    XCTAssertEqual(columns?.first?["label"], .text("review"))

    // Behind an astral letter, and inside a string.
    let use = try position("twice(𐐀size", in: text, after: 6)
    let definition = client.result("definition", name, use.line, use.character)
    XCTAssertEqual(definition?["range"]?["start"], Position(line: 8, character: 4).json)
    XCTAssertEqual(definition?["range"]?["end"], Position(line: 8, character: 10).json)
    let uses = client.result(
      "references", name, 7, 4, ["context": .record(["includeDeclaration": .bool(false)])])
    XCTAssertEqual(
      uses?.array?.map { $0["range"]!["start"]! },
      [Position(line: 8, character: 13).json, Position(line: 9, character: 12).json])
  }

  func testRenamesInAllFilesAndRefusesWhatWouldMeanSomethingElse() throws {
    try write("use \"lib.pts\"\nprint(scale(2), \"\\(scale(3))\")\n", to: "other.pts")
    try write("print(1)\n", to: "unrelated.pts")
    let client = ServerClient.started()
    let (library, user) = (uri("lib.pts"), uri("user.pts"))
    client.open(library, "fn scale(x) { return x * 2 }\nlet own = scale(1)\n")
    client.open(
      user, "use \"lib.pts\"\nfn g(y) {\n  let scaled = y\n  return scale(scaled)\n}\ng(1)\n")
    let result = client.result("rename", user, 3, 10, ["newName": .text("grow")])
    let changes = result?["changes"]
    XCTAssertEqual(changes?[user]?.array?.count, 1)
    XCTAssertEqual(changes?[library]?.array?.count, 2)
    XCTAssertEqual(changes?[uri("other.pts")]?.array?.count, 2)
    XCTAssertEqual(changes?.object?.count, 3)
    // `scaled` would be meant where `scale` is called.
    for (name, reason) in [
      ("scaled", "another"), ("own", "already defined"), ("for", "isn't a name"),
      ("a b", "isn't a name"), ("_3", "isn't a name"), ("", "isn't a name"),
    ] {
      let answer = client.answer(
        "textDocument/rename",
        .record([
          "textDocument": .record(["uri": .text(user)]), "newName": .text(name),
          "position": Position(line: 3, character: 10).json,
        ]))
      let message = answer?["error"]?["message"]?.string ?? ""
      XCTAssert(message.contains(reason), "\(name): \(message)")
    }
    let items = client.result("completion", user, 3, 11)?["items"]?.array
    XCTAssertEqual(items?.first { $0["label"] == .text("scale") }?["detail"], .text("from lib.pts"))
    let help = client.result("signatureHelp", user, 3, 15)
    XCTAssertEqual(help?["signatures"]?.array?.first?["label"], .text("scale(x)"))
    XCTAssertEqual(client.result("prepareRename", user, 0, 1), .null)
    let target = client.result("definition", user, 3, 10)
    XCTAssertEqual(target?["uri"], .text(library))
    XCTAssertEqual(client.result("definition", user, 0, 6)?["uri"], .text(library))
  }

  func testGivesOutlineFormatAndColours() throws {
    let client = ServerClient.started()
    let (name, text) = (uri("a.pts"), Self.script)
    client.open(name, text + "let   z=1\n")
    let document = JSONValue.record(["textDocument": .record(["uri": .text(name)])])
    let symbols = client.answer("textDocument/documentSymbol", document)?["result"]?.array ?? []
    XCTAssertEqual(symbols.map { $0["name"]?.string }, ["Wörter 𝄞", "Look"])
    XCTAssertEqual(
      symbols[0]["children"]?.array?.map { $0["name"]?.string }, ["lm", "reviews", "soft", "first"])
    XCTAssertEqual(
      symbols[1]["children"]?.array?.map { $0["name"]?.string }, ["twice", "𐐀size", "z"])
    let edits = client.answer("textDocument/formatting", document)?["result"]?.array
    XCTAssertEqual(
      edits,
      [
        .record([
          "range": .record([
            "start": Position(line: 10, character: 0).json,
            "end": Position(line: 11, character: 0).json,
          ]), "newText": .text("let z = 1\n"),
        ])
      ])
    let data = client.answer("textDocument/semanticTokens/full", document)?["result"]?["data"]
    let numbers = data?.array?.compactMap(\.int) ?? []
    XCTAssertEqual(numbers.count % 5, 0)
    // The definition of `𐐀size`: line, unit, length.
    var (line, unit) = (0, 0)
    var words: [String] = []
    let lines = (text + "let   z=1\n").components(separatedBy: "\n").map { Array($0.utf16) }
    for token in stride(from: 0, to: numbers.count, by: 5) {
      unit = numbers[token] == 0 ? unit + numbers[token + 1] : numbers[token + 1]
      line += numbers[token]
      words.append(
        String(decoding: lines[line][unit..<unit + numbers[token + 2]], as: UTF16.self))
    }
    for word in ["# %% Wörter 𝄞", "model", "𐐀size", "\"𝄞 ", "twice", "embedding"] {
      XCTAssert(words.contains(word), word)
    }
    client.open(uri("b.pts"), "let x = (\n")
    let broken = JSONValue.record(["textDocument": .record(["uri": .text(uri("b.pts"))])])
    XCTAssertEqual(
      client.answer("textDocument/formatting", broken)?["error"]?["code"], .integer(-32803))
  }

  // MARK: Long checks

  /// A data file that never comes holds up the check, and nothing else.
  func testAnswersWhileACheckRuns() throws {
    let pipe = folder.appendingPathComponent("slow.csv").path
    XCTAssertEqual(mkfifo(pipe, 0o600), 0)
    let client = ServerClient.started()
    let name = uri("a.pts")
    let text = "dataset slow { from: \"slow.csv\", input: \"a\", target: \"b\" }\nlet y = nothing\n"
    client.open(name, text)
    // What needs no data is known meanwhile.
    XCTAssertEqual(client.diagnostics(name, version: 1)?.count, 1)
    for _ in 0..<5 {
      let started = ContinuousClock.now
      XCTAssertNotNil(client.result("hover", name, 0, 1)?["contents"])
      XCTAssertLessThan(ContinuousClock.now - started, .milliseconds(500))
    }
    // A newer text gives the check up.
    client.notify(
      "textDocument/didChange",
      .record([
        "textDocument": .record(["uri": .text(name), "version": .integer(2)]),
        "contentChanges": .array([.record(["text": .text("let y = 1\n")])]),
      ]))
    XCTAssertNotNil(client.diagnostics(name, version: 2) { $0.isEmpty })
    XCTAssertEqual(client.answer("shutdown")?["result"], .null)
    client.notify("exit", .null)
    XCTAssertEqual(client.end(), .some(nil))
  }
}
