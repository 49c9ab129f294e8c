import Foundation
import XCTest

/// Holds the pages to the files: what they name exists, and the rooms are all there.
final class PagesTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let pages = [
    "README.md", "Sources/README.md", "Tests/README.md", "scripts/README.md",
  ]

  private func page(_ name: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(path).path)
  }

  /// The first group of every match.
  private func matches(_ pattern: String, _ text: String) throws -> [String] {
    let expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
    return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).map {
      String(text[Range($0.range(at: 1), in: text)!])
    }
  }

  func testPagesNameFilesThatExist() throws {
    for name in Self.pages {
      let text = try page(name)
      let paths = try matches("`((?:scripts|Tests|tutorials|Sources)/[^` …*]+)", text)
      for path in paths { XCTAssertTrue(exists(path), "\(name) names \(path)") }
      let folder = name.contains("/") ? name.prefix { $0 != "/" } + "/" : ""
      for link in try matches("\\]\\(([^)#]+)", text) where !link.contains("://") {
        XCTAssertTrue(exists(folder + link), "\(name) links to \(link)")
      }
    }
  }

  /// The walk through a run, and whatever else the page about the sources names.
  func testTheWalkNamesFilesThatExist() throws {
    let files = try matches("`([A-Za-z0-9]+/[^` ]+\\.swift)`", page("Sources/README.md"))
    XCTAssertGreaterThan(files.count, 40)
    for file in files { XCTAssertTrue(exists("Sources/\(file)"), "there is no \(file)") }
  }

  func testTheTableOfRoomsIsWhole() throws {
    let rows = try matches("^\\| (\\d+ \\| .*) \\| [^|]*\\|$", page("Sources/README.md"))
    var listed: [String: Int] = [:]
    for row in rows {
      guard let depth = Int(row.prefix { $0 != " " }) else { continue }
      for room in try matches("`([A-Za-z]+)`", row) { listed[room] = depth }
    }
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appendingPathComponent("Sources").path
    ).filter { !$0.contains(".") }
    XCTAssertEqual(Set(listed.keys), Set(rooms))
    for (room, depth) in listed where !room.hasPrefix("C") {
      XCTAssertEqual(depth, targetDepths[room], room)
    }
  }
}
