import Foundation
import ReferenceData
import XCTest

/// A checkpoint's own head and the labels of a script: the same names in another order would mirror every
/// answer without a word.
final class LabelOrderTests: XCTestCase {
  func testLabelsOfAFolderInAnotherOrder() throws {
    let source = ReferenceData.root.appendingPathComponent("models/bert-classifier")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-labels-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: source, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let config = folder.appendingPathComponent("config.json")
    let text = try String(contentsOf: config, encoding: .utf8)
      .replacingOccurrences(of: "LABEL_0", with: "bad")
      .replacingOccurrences(of: "LABEL_1", with: "good")
      .replacingOccurrences(of: "LABEL_2", with: "fair")
    try Data(text.utf8).write(to: config)

    func outcome(_ labels: String) throws -> [String] {
      try BindingsRunner.run(
        "model m { from: \"\(folder.path)\", labels: \(labels) }", name: "labels.pts"
      ).diagnostics.map { "\($0.message) \($0.hint ?? "")" }
    }
    XCTAssertEqual(try outcome(#"["bad", "good", "fair"]"#), [])
    XCTAssertEqual(try outcome(#"["up", "down", "level"]"#), [])
    let told = try outcome(#"["good", "bad", "fair"]"#)
    XCTAssertEqual(told.count, 1)
    XCTAssertTrue(told[0].contains(#"write `labels: ["bad", "good", "fair"]`"#), told[0])
  }
}
