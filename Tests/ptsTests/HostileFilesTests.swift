import Foundation
import XCTest

/// Untrusted files given to the real program: it names the file and what is wrong in it, and ends
/// with status 1, neither crashing nor waiting.
final class HostileFilesTests: ProgramTestCase {
  // MARK: Model folders

  /// A copy of the tiny model; `change` makes it hostile.
  private func modelFault(
    _ says: [String], line: UInt = #line, _ change: (URL) throws -> Void
  ) throws {
    let model = folder.appendingPathComponent("model")
    try? FileManager.default.removeItem(at: model)
    try FileManager.default.copyItem(at: URL(fileURLWithPath: Self.model), to: model)
    try change(model)
    try write("model lm { from: \"model\" }\nlm.logits(\"a\")\n", to: "hostile.pts")
    try fault(says, line: line)
  }

  private func fault(_ says: [String], line: UInt) throws {
    for arguments in [["hostile.pts"], ["check", "hostile.pts"]] {
      let result = try run(arguments, signal: SIGKILL) { _ in false }
      // What only the weights show is found when the model is read.
      if arguments.count == 2, result.status == 0 { continue }
      XCTAssertEqual(result.status, 1, "\(arguments): \(result.error)", line: line)
      XCTAssertEqual(result.output, "", line: line)
      XCTAssertTrue(result.error.hasPrefix("error: "), result.error, line: line)
      XCTAssertFalse(result.error.contains("Fatal"), result.error, line: line)
      for part in says {
        XCTAssertTrue(result.error.contains(part), "\(part): \(result.error)", line: line)
      }
    }
  }

  private func replace(_ name: String, _ text: String) -> (URL) throws -> Void {
    { try Data(text.utf8).write(to: $0.appendingPathComponent(name)) }
  }

  private func edit(_ name: String, _ old: String, _ new: String) -> (URL) throws -> Void {
    { model in
      let url = model.appendingPathComponent(name)
      let text = try String(contentsOf: url, encoding: .utf8)
      let changed = text.replacingOccurrences(of: old, with: new)
      XCTAssertNotEqual(changed, text, "\(name) has no \(old)")
      try Data(changed.utf8).write(to: url)
    }
  }

  /// A tensor file with this header and `bytes` of data.
  private func tensors(_ header: String, length: UInt64? = nil, bytes: Int = 64) -> (URL) throws
    -> Void
  {
    { model in
      var file = Data()
      withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
        file.append(contentsOf: $0)
      }
      file += Data(header.utf8) + Data(count: bytes)
      try file.write(to: model.appendingPathComponent("model.safetensors"))
    }
  }

  private func entry(
    _ name: String, type: String = "F32", shape: String = "[2]", from: Int = 0, to: Int = 8
  ) -> String {
    "\"\(name)\": {\"dtype\": \"\(type)\", \"shape\": \(shape), \"data_offsets\": [\(from), \(to)]}"
  }

  func testTensorFiles() throws {
    let file = "model.safetensors"
    try modelFault([file, "header length"], tensors("{}", length: 1 << 40))
    try modelFault([file, "header length"], tensors("{}", length: .max))
    try modelFault([file, "header"], tensors("{\"a\": "))
    try modelFault([file, "header"], tensors(String(repeating: "[", count: 1 << 20)))
    try modelFault(
      [file, "overlap"], tensors("{\(entry("a")), \(entry("b", from: 4, to: 12))}"))
    try modelFault([file, "`a`", "leave the file"], tensors("{\(entry("a", from: 60, to: 68))}"))
    try modelFault([file, "`a`", "C64"], tensors("{\(entry("a", type: "C64", shape: "[1]"))}"))
    try modelFault(
      [file, "`a`", "multiply past"],
      tensors("{\(entry("a", shape: "[4294967296, 4294967296]", to: 0))}"))
    try modelFault([file, "`a`"], tensors("{\(entry("a", shape: "[-1]"))}"))
    try modelFault([file, "has no tensor `wte.weight`"], tensors("{\(entry("a"))}"))
    try modelFault([file, "header length"], replace(file, ""))
    try modelFault(["has no model.safetensors"]) {
      try FileManager.default.removeItem(at: $0.appendingPathComponent(file))
    }
  }

  func testConfigurations() throws {
    let file = "config.json"
    try modelFault([file, "JSON"], replace(file, "{\"n_embd\": 32"))
    try modelFault([file, "JSON"], replace(file, ""))
    try modelFault([file, "JSON"], replace(file, "[]"))
    try modelFault([file, "JSON"], replace(file, String(repeating: "{\"a\":", count: 300_000)))
    try modelFault([file, "JSON"], replace(file, String(repeating: "[", count: 1 << 20)))
    try modelFault([file, "model_type"], edit(file, "\"gpt2\"", "\"gpt9\""))
    for key in ["n_embd", "n_layer", "n_head", "vocab_size"] {
      try modelFault([file, key], edit(file, "\"\(key)\"", "\"x_\(key)\""))
      try modelFault([file, key], edit(file, "\"\(key)\":", "\"\(key)\": -1, \"x\":"))
      try modelFault(
        [file, key], edit(file, "\"\(key)\":", "\"\(key)\": 99999999999999999999, \"x\":"))
    }
    try modelFault([file, "n_embd"], edit(file, "\"n_embd\":", "\"n_embd\": \"wide\", \"x\":"))
    // Larger than the weights are, and than any memory.
    try modelFault(
      ["model.safetensors", "shape"],
      edit(file, "\"vocab_size\":", "\"vocab_size\": 16777216, \"x\":"))
  }

  func testTokenizers() throws {
    let file = "tokenizer.json"
    try modelFault([file, "JSON"], replace(file, "{\"model\": {"))
    try modelFault([file, "JSON"], replace(file, String(repeating: "[", count: 1 << 20)))
    try modelFault([file, "model"], replace(file, "{}"))
    try modelFault([file, "model.type"], edit(file, "\"BPE\"", "\"Unigrams\""))
    try modelFault([file, "model.vocab"], edit(file, "\"vocab\"", "\"words\""))
    try modelFault([file, "model.merges"], edit(file, "\"merges\"", "\"joins\""))
    try modelFault(
      [file, "model.vocab"], replace(file, "{\"model\": {\"type\": \"BPE\", \"vocab\": 5}}"))
    try modelFault(
      [file, "model.vocab"],
      replace(
        file, "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 1e18}, \"merges\": []}}"))
  }

  func testIndices() throws {
    let file = "model.safetensors.index.json"
    // An index counts only where no whole file of weights is beside it.
    func index(_ text: String) -> (URL) throws -> Void {
      { model in
        try FileManager.default.removeItem(at: model.appendingPathComponent("model.safetensors"))
        try self.replace(file, text)(model)
      }
    }
    try modelFault([file, "JSON"], index("{\"weight_map\": {"))
    try modelFault([file, "JSON"], index(String(repeating: "[", count: 1 << 20)))
    try modelFault([file, "weight_map"], index("{}"))
    try modelFault([file, "weight_map"], index("{\"weight_map\": {}}"))
    try modelFault([file, "weight_map.a"], index("{\"weight_map\": {\"a\": 5}}"))
    try modelFault(
      [file, "weight_map.a"],
      index("{\"weight_map\": {\"a\": \"../model/model.safetensors\"}}"))
    // An index that names itself is no tensor file.
    try modelFault([file, "header"], index("{\"weight_map\": {\"a\": \"\(file)\"}}"))
    try modelFault(
      ["is missing: part.safetensors"], index("{\"weight_map\": {\"a\": \"part.safetensors\"}}"))
  }

  func testWhatIsNoRegularFile() throws {
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
      try modelFault([name, "not a regular file"]) { model in
        let path = model.appendingPathComponent(name).path
        try FileManager.default.removeItem(atPath: path)
        XCTAssertEqual(mkfifo(path, 0o600), 0)
      }
      try modelFault([name]) { model in
        let url = model.appendingPathComponent(name)
        try FileManager.default.removeItem(at: url)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
      }
      // A link to itself.
      try modelFault([name]) { model in
        let path = model.appendingPathComponent(name).path
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: name)
      }
    }
  }

  // MARK: Data files

  private func dataFault(
    _ name: String, _ bytes: Data, _ says: [String], line: UInt = #line
  ) throws {
    try bytes.write(to: folder.appendingPathComponent(name))
    try write(
      """
      model lm { from: "\(Self.model)" }
      dataset rows { from: "\(name)", input: "review", target: "mood" }
      prompt soft { template: "{review} {mood}", soft: 2 }
      run first { model: lm, prompt: soft, data: rows, steps: 1 }

      """, to: "hostile.pts")
    try fault([name] + says, line: line)
  }

  private func dataFault(_ name: String, _ text: String, _ says: String..., line: UInt = #line)
    throws
  {
    try dataFault(name, Data(text.utf8), says, line: line)
  }

  func testDataFiles() throws {
    try dataFault("a.csv", "review,mood\ngood,glad\nbad\n", ":3:1", "1 field")
    try dataFault("a.csv", "review,mood\ngood,glad,x\n", ":2:1", "3 fields")
    try dataFault("a.csv", "review,mood\n", "no records")
    try dataFault("a.csv", "", "empty")
    try dataFault("a.csv", "review,mood\ngood,gl\0d\n", ":2:", "zero byte")
    try dataFault("a.csv", "review,mood\n\"good,glad\nbad,sad\n", ":2:1", "never closed")
    try dataFault(
      "a.csv", Data("review,mood\ncaf".utf8) + [0xE9] + Data(",glad\n".utf8), [":2:4", "UTF-8"])
    try dataFault("a.csv", Data([0xFF, 0xFE, 0x72, 0, 0x0A, 0]), ["UTF-16"])
    try dataFault("a.jsonl", "{\"review\": \"a\", \"mood\": \"b\"}\n{\"review\": \n", ":2:")
    try dataFault("a.json", String(repeating: "[", count: 1 << 20), ":1:")
    try dataFault("a.json", "[]", "no records")
    try dataFault("a.xlsx", "PK", "xlsx")
  }

  func testAMissingColumn() throws {
    try write("review,feeling\ngood,glad\n", to: "a.csv")
    try write(
      "dataset rows { from: \"a.csv\", input: \"review\", target: \"mood\" }\n", to: "hostile.pts")
    try fault(["mood", "a.csv", "feeling"], line: #line)
  }

  func testALineOfAHundredMegabytes() throws {
    let line = Data(repeating: UInt8(ascii: "a"), count: 100_000_000)
    try dataFault("a.csv", Data("review,mood\n".utf8) + line + Data(",glad\n".utf8), [":2:1"])
    try dataFault(
      "a.jsonl", Data("{\"review\": \"".utf8) + line + Data("\", \"mood\": \"glad\"}\n".utf8),
      [":1:"])
    try dataFault("a.csv", line, [])
  }

  /// Whatever comes out of it is known only when the script runs.
  func testAPipeForADataFile() throws {
    try write(
      "dataset rows { from: \"/dev/stdin\", input: \"review\", target: \"mood\", split: [1, 0, 0] }\n"
        + "rows.train[0].mood\n", to: "pipe.pts")
    for rows in [
      "review,mood\na,glad\n", "review\tmood\na\tglad\n",
      "{\"review\": \"a\", \"mood\": \"glad\"}\n",
    ] {
      let shell = "printf '%s' \"$2\" | \"$0\" \"$1\""
      let result = try self.shell(shell, "pipe.pts", rows)
      XCTAssertEqual(result, Output(output: "\"glad\"\n", error: "", status: 0))
    }
    let redirected = try shell("\"$0\" pipe.pts < reviews.csv")
    XCTAssertEqual(redirected.status, 0, redirected.error)
    XCTAssertTrue(try run(["check", "pipe.pts"]).output.contains("known only when it runs"))
    let broken = try shell("echo nothing | \"$0\" pipe.pts")
    XCTAssertEqual(broken.status, 1)
    XCTAssertTrue(broken.error.contains("/dev/stdin"), broken.error)
  }
}
