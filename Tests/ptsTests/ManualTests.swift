import Foundation
import Pseudoterminal
import XCTest

/// Help, the manual page and the shells' completions come from one source and say what is there.
final class ManualTests: ProgramTestCase {
  /// A command with all below it, as swift-argument-parser writes them.
  private struct Command: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    struct Argument: Decodable { let names: [Name]? }

    let commandName: String
    let discussion: String?
    let subcommands: [Command]?
    let arguments: [Argument]?

    var options: Set<String> {
      Set(
        (arguments ?? []).flatMap { $0.names ?? [] }
          .map { ($0.kind == "long" ? "--" : "-") + $0.name })
    }
  }

  private func root() throws -> Command {
    struct Dump: Decodable { let command: Command }
    let text = try run(["--experimental-dump-help"]).output
    return try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
  }

  /// Commands with their words, `help` left out.
  private func all(_ command: Command, _ words: [String] = []) -> [(words: [String], Command)] {
    [(words, command)]
      + (command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap {
        all($0, words + [$0.commandName])
      }
  }

  func testEveryCommandShowsExamplesOfWhatThereIs() throws {
    let root = try root()
    for (words, command) in all(root) {
      let title = (["pts"] + words).joined(separator: " ")
      let examples = (command.discussion ?? "").split(separator: "\n")
        .filter { $0.hasPrefix("  ") && $0.contains("pts") }
      XCTAssertFalse(examples.isEmpty, "\(title) --help has no example")
      for example in examples {
        // The command in it, up to what explains it.
        guard let start = example.range(of: "pts ") else { continue }
        // What redirects or explains comes after it.
        let line = example[start.upperBound...].components(separatedBy: "  ")[0]
        var place = root
        for word in line.split(separator: " ").map(String.init) {
          if ["|", ">", "<", "--"].contains(word) { break }
          if let next = place.subcommands?.first(where: { $0.commandName == word }) {
            place = next
          } else if word.hasPrefix("-"), word != "-" {
            let run = root.subcommands?.first { $0.commandName == "run" }
            let isScripts = place.commandName == "pts" && line.contains(".pts ")
            let known =
              isScripts
              || place.options.union(place.commandName == "pts" ? run!.options : [])
                .contains(word)
            XCTAssert(known, "\(title) --help: there is no \(word) in:\(example)")
          }
        }
      }
    }
    let help = try run(["run", "--help"])
    XCTAssertEqual(help.status, 0)
    XCTAssert(help.output.contains("Examples:"))
  }

  func testTheManualPageHasEveryCommandAndOption() throws {
    let page = try run(["manual"]).output
    for (words, command) in all(try root()) {
      if words != ["run"], !words.isEmpty {
        XCTAssert(page.contains(".SS \"pts \(words.joined(separator: " "))\""), "\(words)")
      }
      for option in command.options {
        let escaped = option.replacingOccurrences(of: "-", with: "\\-")
        XCTAssert(page.contains("\\fB\(escaped)\\fR"), "\(words) \(option)")
      }
    }
    try write(page, to: "pts.1")
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc") else {
      throw XCTSkip("mandoc isn't installed: the page isn't checked by it")
    }
    let lint = try shell("cd \"$1\" && mandoc -T lint -W warning pts.1", folder.path)
    let faults = lint.output.split(separator: "\n").filter { !$0.contains("missing date") }
    XCTAssertEqual(faults, [])
    let text = try shell("cd \"$1\" && mandoc -T utf8 pts.1 | col -bx", folder.path).output
    XCTAssert(text.contains("pts check mood.pts"), text)
  }

  // MARK: Completions

  /// What is offered after a line, in each shell: some words that must be there, and some that must not.
  private static let lines: [(line: String, has: [String], lacks: [String])] = [
    ("pts ", ["check", "format", "runs", "mood.pts", "folder/"], ["run list", "-i"]),
    ("pts ch", ["check"], ["format", "mood.pts"]),
    ("pts check ", ["mood.pts", "folder/"], ["format"]),
    ("pts check ./m", ["./mood.pts"], []),
    ("pts check -", ["--help", "--version"], ["--check"]),
    ("pts format --c", ["--check"], ["--help"]),
    ("pts -", ["-i", "-e", "--resume", "--help"], ["--check"]),
    ("pts --res", ["--resume"], []),
    ("pts runs ", ["list", "show", "clear"], ["check", "mood.pts"]),
    ("pts -i mo", ["mood.pts"], ["check"]),
    ("pts mood.pts ", ["notes.txt", "mood.pts"], ["check"]),
    ("pts runs list --name ", [], ["mood.pts"]), ("pts runs save a ", ["folder/"], ["mood.pts"]),
    ("pts export --to ", ["html", "ipynb", "md"], ["mood.pts"]),
    ("pts export --to md ", ["mood.pts"], ["html"]),
    ("pts completions ", ["bash", "zsh", "fish"], ["mood.pts"]),
  ]

  private func makeFiles() throws {
    try write("1\n", to: "mood.pts")
    try write("1\n", to: "notes.txt")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("folder"), withIntermediateDirectories: true)
  }

  private func check(
    _ offered: Set<String>, _ expected: (line: String, has: [String], lacks: [String]),
    _ shell: String
  ) {
    let plain = Set(offered.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
    for word in expected.has {
      let word = word.hasSuffix("/") ? String(word.dropLast()) : word
      XCTAssert(
        plain.contains(word), "\(shell), \(expected.line): no \(word) in \(offered.sorted())")
    }
    for word in expected.lacks {
      XCTAssertFalse(plain.contains(word), "\(shell), \(expected.line): \(word)")
    }
  }

  func testBashCompletes() throws {
    try makeFiles()
    for expected in Self.lines {
      let result = try shell(
        """
        cd "$2" && source <("$0" completions bash) || exit 1
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<<"$1"
        [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _pts pts "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """, expected.line, folder.path)
      XCTAssertEqual(result.error, "")
      check(Set(result.output.split(separator: "\n").map(String.init)), expected, "bash")
    }
  }

  func testFishCompletes() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/fish") else {
      throw XCTSkip("fish isn't installed")
    }
    try makeFiles()
    for expected in Self.lines {
      let result = try shell(
        """
        cd "$2" && "$0" completions fish > .pts.fish &&
          fish --no-config -c 'source .pts.fish; complete -C $argv[1]' "$1"
        """, expected.line, folder.path)
      XCTAssertEqual(result.error, "")
      let words = result.output.split(separator: "\n").map {
        String($0.prefix { $0 != "\t" })
      }
      check(Set(words), expected, "fish")
    }
  }

  /// At a terminal: zsh completes nowhere else.
  func testZshCompletes() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh") else {
      throw XCTSkip("zsh isn't installed")
    }
    try makeFiles()
    let script = try run(["completions", "zsh"]).output
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("functions"), withIntermediateDirectories: true)
    try write(script, to: "functions/_pts")
    try write(
      """
      PS1='> '
      fpath=(\(folder.path)/functions $fpath)
      autoload -U compinit && compinit -u -d \(folder.path)/.dump
      zstyle ':completion:*' list-prompt ''
      LISTMAX=0
      setopt no_beep
      """, to: ".zshrc")
    let terminal = try Pseudoterminal(
      executable: "/usr/bin/zsh", arguments: ["-i"],
      environment: ["ZDOTDIR": folder.path, "HOME": folder.path], directory: folder.path,
      columns: 100, rows: 40)
    assertScreen(terminal) { $0.cursorRowText.hasPrefix(">") }
    for expected in Self.lines {
      // An empty line on an empty screen.
      terminal.send("\u{15}\u{C}")
      assertScreen(terminal) { $0.text.trimmingCharacters(in: .whitespacesAndNewlines) == ">" }
      terminal.send(expected.line + "\t\t")
      // What is offered alone is put into the line.
      let isThere = terminal.wait(20) { screen in
        let words = Set(screen.text.split { $0.isWhitespace }.map(String.init))
        return expected.has.allSatisfy { word in
          words.contains(word) || words.contains(word.replacingOccurrences(of: "./", with: ""))
            || words.contains(String(word.prefix { $0 != "/" }))
        }
      }
      XCTAssert(isThere, "zsh, \(expected.line):\n\(terminal.screen.text)")
      let rows = terminal.screen.text.split(separator: "\n").dropFirst()
        .flatMap { $0.split { $0.isWhitespace } }.map(String.init)
      for word in expected.lacks where !word.contains(" ") && !expected.line.contains(word) {
        XCTAssertFalse(
          rows.contains(word), "zsh, \(expected.line): \(word)\n\(terminal.screen.text)")
      }
    }
  }

  /// The script that installs writes all of it, and takes it away again.
  func testTheInstallerPutsThePagesWhereTheyAreLookedFor() throws {
    let installer = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("scripts/install")
    let text = try String(contentsOf: installer, encoding: .utf8)
    let lines = text.split(separator: "\n")
    let start = try XCTUnwrap(lines.firstIndex(of: "pages=("))
    for line in lines[(start + 1)...].prefix(while: { $0 != ")" }) {
      let words = line.split { " '".contains($0) }.map(String.init)
      let result = try run(Array(words.dropLast()))
      XCTAssertEqual(result.status, 0, "\(words)")
      XCTAssertGreaterThan(result.output.count, 1000, "\(words)")
      XCTAssert(try XCTUnwrap(words.last).hasPrefix("share/"))
    }
  }
}
