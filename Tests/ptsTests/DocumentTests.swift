import Foundation
import XCTest

/// Runs what newcomers read: every tutorial, and every block of code in the pages.
final class DocumentTests: ProgramTestCase {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  func testEveryTutorial() throws {
    let tutorials = Self.root.appendingPathComponent("tutorials")
    let copy = folder.appendingPathComponent("tutorials")
    try FileManager.default.copyItem(at: tutorials, to: copy)
    let names = try FileManager.default.contentsOfDirectory(atPath: copy.path)
      .filter { $0.hasSuffix(".pts") }.sorted()
    XCTAssertFalse(names.isEmpty, "there is no tutorial")
    for name in names {
      let result = try run(["tutorials/\(name)"])
      XCTAssertEqual(result.status, 0, "\(name): \(result.error)")
      XCTAssertFalse(result.output.isEmpty, "\(name) shows nothing")
    }
  }

  /// Every ```pts block runs, and every line `$ pts …` of a ```console block.
  func testEveryBlockOfThePages() throws {
    // What a page's reader has around: the data of the tutorials and a script.
    try FileManager.default.removeItem(at: folder.appendingPathComponent("reviews.csv"))
    let tutorials = Self.root.appendingPathComponent("tutorials")
    for name in try FileManager.default.contentsOfDirectory(atPath: tutorials.path) {
      try FileManager.default.copyItem(
        at: tutorials.appendingPathComponent(name).resolvingSymlinksInPath(),
        to: folder.appendingPathComponent(name))
    }
    try FileManager.default.copyItem(
      at: tutorials, to: folder.appendingPathComponent("tutorials"))

    let drawn = try pictureText()
    for page in ["README.md", "Sources/README.md", "Tests/README.md", "scripts/README.md"] {
      let text = try String(
        contentsOf: Self.root.appendingPathComponent(page), encoding: .utf8)
      let scripts = blocks("pts", of: text)
      for (index, script) in scripts.enumerated() {
        if page == "README.md", index == 0 { try write(script, to: "mood.pts") }
        let result = try run(["-"], input: script)
        XCTAssertEqual(result.status, 0, "\(page): \(script)\n\(result.error)")
        if page == "README.md", index == 0 {
          XCTAssertEqual(
            outline(of: result.output), outline(of: drawn),
            "README.md's picture is out of date: run scripts/picture")
        }
      }
      let commands = blocks("console", of: text).flatMap { block in
        block.split(separator: "\n").filter { $0.hasPrefix("$ pts") }
          .map { String($0.dropFirst(2)) }
      }
      if page == "README.md" {
        XCTAssertFalse(scripts.isEmpty, "the README has no ```pts block")
        XCTAssertFalse(commands.isEmpty, "the README has no ```console block with `$ pts …`")
      }
      for command in commands {
        let result = try runInShell(command)
        XCTAssertEqual(result.status, 0, "\(page): \(command)\n\(result.error)")
      }
    }
  }

  /// Every script but the case files, which hold several and faulty ones.
  func testScriptsAreInTheOneStyle() throws {
    var scripts: [String] = []
    for folder in ["tutorials", "scripts", "Tests"] {
      let files = FileManager.default.enumerator(
        at: Self.root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        if file.pathExtension == "pts", !file.path.contains("/Cases/") { scripts.append(file.path) }
      }
    }
    XCTAssertGreaterThan(scripts.count, 15)
    XCTAssertEqual(
      try run(["format", "--check"] + scripts), Output(output: "", error: "", status: 0))
  }

  func testTheReferenceIsWhatTheProgramPrints() throws {
    let page = try String(
      contentsOf: Self.root.appendingPathComponent("tutorials/reference.md"), encoding: .utf8)
    XCTAssertTrue(
      try run(["reference"]).output == page,
      "out of date: scripts/pts reference > tutorials/reference.md")
  }

  /// What the README's picture shows below its command, line by line.
  private func pictureText() throws -> String {
    let picture = try String(
      contentsOf: Self.root.appendingPathComponent("tutorials/demo.svg"), encoding: .utf8)
    let lines = picture.split(separator: "\n").filter { $0.hasPrefix("<text") }.map { line in
      line.replacingOccurrences(of: "<[^>]*>", with: "", options: .regularExpression)
        .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
        .replacingOccurrences(of: "&amp;", with: "&")
    }
    XCTAssertGreaterThan(lines.count, 20, "the picture shows nothing")
    return lines.dropFirst().joined(separator: "\n")
  }

  /// A line as a reader would type it, its quotes and pipes read by the system's shell.
  private func runInShell(_ command: String) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    let own = URL(fileURLWithPath: Self.program).deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = environment.merging(["PATH": "\(own):\(path)"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let error = folder.appendingPathComponent(".console")
    try Data().write(to: error)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Output(
      output: "", error: try String(contentsOf: error, encoding: .utf8),
      status: process.terminationStatus)
  }

  /// The words of an output, line by line: numbers and the dots of charts differ between processors in
  /// their last digits, and heat maps with colours need half the lines.
  private func outline(of output: String) -> [String] {
    output.split(separator: "\n").compactMap { line in
      let drawn = line.unicodeScalars.filter {
        !(0x2800...0x28FF).contains($0.value) && !"░▒▓█▀·".unicodeScalars.contains($0)
      }
      let words = String(String.UnicodeScalarView(drawn))
        .replacingOccurrences(of: "[-0-9.]+", with: "0", options: .regularExpression)
      let line = words.split(separator: " ").joined(separator: " ")
      return line.isEmpty ? nil : line
    }
  }

  /// The fenced blocks of a language, in their order.
  private func blocks(_ language: String, of text: String) -> [String] {
    var blocks: [String] = []
    var block: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```\(language)" {
        block = []
      } else if line.hasPrefix("```"), let ended = block {
        blocks.append(ended.joined(separator: "\n") + "\n")
        block = nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }
}
