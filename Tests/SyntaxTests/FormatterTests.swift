import Diagnostics
import Foundation
import Syntax
import XCTest

/// One style, reached at once, that changes no word.
final class FormatterTests: XCTestCase {
  private func formatted(_ text: String) -> String {
    Formatter.format(SourceFile(name: "test.pts", text: text))
  }

  func testWritesTheOneStyle() {
    for (written, wanted) in [
      ("let   a=1+ 2*-3 ;", "let a = 1 + 2 * -3;\n"),
      ("f( x,y :1 ) [ 0 ]", "f(x, y: 1)[0]\n"),
      ("let r={ a : 1,\"b c\":[ 1,2 ] }", "let r = {a: 1, \"b c\": [1, 2]}\n"),
      ("if a>1{b}else{c}", "if a > 1 { b } else { c }\n"),
      ("fn f(a,b = 1){return a}", "fn f(a, b = 1) { return a }\n"),
      ("map(xs,x=>x^2)", "map(xs, x => x ^ 2)\n"),
      (
        "let f = x=>{label:x}\nlet g = () => { 1 }",
        "let f = x => {label: x}\nlet g = () => { 1 }\n"
      ),
      ("t[ 2 .. 5 , .. ]\nfor i in 0 .. n{}", "t[2..5, ..]\nfor i in 0..n {}\n"),
      ("prompt soft{like:hard,soft:8}", "prompt soft { like: hard, soft: 8 }\n"),
      ("a . b . c( )\nnot(a)\nreturn(1)", "a.b.c()\nnot (a)\nreturn (1)\n"),
      (
        "hyper h {\nlr: 0.1 # small\nsteps: 1000 # many\n}",
        "hyper h {\n  lr: 0.1      # small\n  steps: 1000  # many\n}\n"
      ),
      ("let a = 1 +\n2\n\n\n\nb", "let a = 1 +\n  2\n\nb\n"),
      ("f([\n1,\n2\n])\ng(x => {\nx\n}, 3)", "f([\n  1,\n  2\n])\ng(x => {\n  x\n}, 3)\n"),
      ("if a {\n\n  b\n\n} else {\nc\n}", "if a {\n  b\n} else {\n  c\n}\n"),
      (
        "#!/usr/bin/env pts\n# %% One\na\n# %% Two\nb",
        "#!/usr/bin/env pts\n# %% One\na\n\n# %% Two\nb\n"
      ),
      (
        "let s = \"\"\"\n  two\n    lines\n  \"\"\"   # kept",
        "let s = \"\"\"\n  two\n    lines\n  \"\"\"  # kept\n"
      ),
      ("x = -1\nf(-1, - y)\na - -b\nxs[-1]", "x = -1\nf(-1, -y)\na - -b\nxs[-1]\n"),
      ("a\r\n\tb\r\n", "a\nb\n"), ("", ""), ("# only\n", "# only\n"),
      (
        "for k in {a: 1} {\nk\n}\nassert x in [1,2]",
        "for k in {a: 1} {\n  k\n}\nassert x in [1, 2]\n"
      ),
    ] {
      XCTAssertEqual(formatted(written), wanted)
      XCTAssertEqual(formatted(wanted), wanted)
    }
  }

  /// Every script of the project: the same words after it, and nothing to do the second time.
  func testKeepsEveryWordOfEveryScript() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var scripts: [URL] = []
    for folder in ["tutorials", "Tests", "scripts"] {
      let files = FileManager.default.enumerator(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        if file.pathExtension == "pts" { scripts.append(file) }
      }
    }
    XCTAssertGreaterThan(scripts.count, 10)
    for script in scripts {
      // Case files hold several scripts, faulty ones among them.
      for part in try String(contentsOf: script, encoding: .utf8).components(separatedBy: "\n---\n")
      {
        let file = SourceFile(name: "part.pts", text: part)
        guard Parser.parse(file).diagnostics.isEmpty else { continue }
        let once = formatted(part)
        XCTAssertEqual(Self.words(once), Self.words(part), "\(script.lastPathComponent): \(part)")
        XCTAssertEqual(formatted(once), once, script.lastPathComponent)
      }
    }
  }

  /// Programs with space, line breaks and comments anywhere: the same tree and the same comments
  /// after it, and nothing to do the second time.
  func testKeepsTheTreeOfGeneratedPrograms() throws {
    var statements = 0
    for seed in 1...1000 as ClosedRange<UInt64> {
      var generator = ProgramGenerator(seed: seed)
      let text = generator.program()
      let (cells, faults) = Parser.parse(SourceFile(name: "a", text: text))
      XCTAssertEqual(faults.map(\.message), [], "seed \(seed):\n\(text)")
      statements += cells.reduce(0) { $0 + $1.statements.count }
      let once = formatted(text)
      let after = Parser.parse(SourceFile(name: "a", text: once))
      XCTAssertEqual(after.diagnostics.map(\.message), [], "seed \(seed):\n\(text)\n→\n\(once)")
      XCTAssertEqual(
        after.cells.map(Self.shape), cells.map(Self.shape), "seed \(seed):\n\(text)\n→\n\(once)")
      XCTAssertEqual(formatted(once), once, "seed \(seed):\n\(text)")
      var rest = once[...]
      for comment in generator.comments {
        guard let found = rest.range(of: comment) else {
          XCTFail("seed \(seed) lost \(comment):\n\(text)\n→\n\(once)")
          break
        }
        rest = rest[found.upperBound...]
      }
      if testRun!.failureCount > 0 { return }
    }
    XCTAssertGreaterThan(statements, 3000)
    let shapes = ["a(b - 1)", "a(b + 1)", "a(-b)", "a(c - 1)"].map { text in
      Parser.parse(SourceFile(name: "a", text: text)).cells.map(Self.shape)
    }
    XCTAssertEqual(Set(shapes).count, shapes.count)
  }

  /// A tree as text, without its offsets.
  private static func shape(_ value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    guard !mirror.children.isEmpty else { return "\(value)" }
    let parts = mirror.children.compactMap { label, child -> String? in
      if let label, ["lower", "upper", "nounLower"].contains(label) { return nil }
      return shape(child)
    }
    return "\(mirror.subjectType)(\(parts.joined(separator: " ")))"
  }

  /// The classes and texts of everything but space.
  private static func words(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let cells = Parser.parse(SourceFile(name: "", text: text)).cells.count
    return ["\(cells)"]
      + text.split { $0.isWhitespace }.joined().map(String.init)
      + Highlighter.spans(of: text).map { span in
        "\(span.class) "
          + String(decoding: bytes[span.range], as: UTF8.self).filter { !$0.isWhitespace }
      }
  }
}
