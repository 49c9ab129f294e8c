import Foundation
import Syntax
import XCTest

/// The grammar that other editors colour scripts by knows the language's words.
final class GrammarTests: XCTestCase {
  private func grammar() throws -> [String: Any] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("scripts/editor/syntaxes/pts.tmLanguage.json")
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return try XCTUnwrap(json as? [String: Any])
  }

  /// Every value of a key, however deep.
  private func values(of key: String, in json: Any) -> [String] {
    switch json {
    case let record as [String: Any]:
      record.flatMap { name, value in
        (name == key ? [value as? String].compactMap { $0 } : []) + values(of: key, in: value)
      }
    case let list as [Any]: list.flatMap { values(of: key, in: $0) }
    default: []
    }
  }

  func testKnowsEveryKeywordAndNoOther() throws {
    let rules = try XCTUnwrap(grammar()["repository"] as? [String: Any])
    var words: Set<String> = []
    for rule in values(of: "match", in: try XCTUnwrap(rules["keyword"])) {
      let list = try XCTUnwrap(rule.range(of: #"\(([a-z|]+)\)"#, options: .regularExpression))
      words.formUnion(rule[list].dropFirst().dropLast().split(separator: "|").map(String.init))
    }
    XCTAssertEqual(words, Set(Keyword.allCases.map(\.rawValue)))
    // A declaration begins with a word of its own.
    let declaration = values(of: "match", in: try XCTUnwrap(rules["declaration"])).joined()
    for word in Keyword.allCases {
      XCTAssertNotNil(
        declaration.range(of: "\\b\(word.rawValue)\\b", options: .regularExpression), word.rawValue)
    }
  }

  /// Vim's colours are a list of the same words.
  func testVimKnowsEveryKeywordAndNoOther() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("scripts/editor/vim/syntax/pts.vim")
    var words: [String] = []
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    where line.hasPrefix("syntax keyword ") {
      words += line.split(separator: " ").dropFirst(3).map(String.init)
    }
    XCTAssertEqual(words.sorted(), Keyword.allCases.map(\.rawValue).sorted())
  }

  func testEveryRuleIsARegularExpressionAndEveryIncludeExists() throws {
    let grammar = try grammar()
    let rules = try XCTUnwrap(grammar["repository"] as? [String: Any])
    var count = 0
    for key in ["match", "begin", "end"] {
      for rule in values(of: key, in: grammar) {
        XCTAssertNoThrow(try NSRegularExpression(pattern: rule), rule)
        count += 1
      }
    }
    XCTAssertGreaterThan(count, 15)
    for name in values(of: "include", in: grammar) {
      XCTAssertNotNil(rules[String(name.dropFirst())], name)
    }
  }

  func testColoursADeclaration() throws {
    let rules = try XCTUnwrap(grammar()["repository"] as? [String: Any])
    let rule = values(of: "match", in: try XCTUnwrap(rules["declaration"])).joined()
    let pattern = try NSRegularExpression(pattern: rule)
    func names(_ line: String) -> [String] {
      let whole = NSRange(line.startIndex..., in: line)
      guard let match = pattern.firstMatch(in: line, range: whole) else { return [] }
      return (1..<match.numberOfRanges).compactMap {
        Range(match.range(at: $0), in: line).map { String(line[$0]) }
      }
    }
    XCTAssertEqual(names("prompt soft { like: hard }"), ["prompt", "soft"])
    XCTAssertEqual(names("if ready { 1 }"), [])
    XCTAssertEqual(names("let soft = {a: 1}"), [])
    XCTAssertEqual(names("args { lr: 0.1 }"), [])
  }
}
