import Diagnostics
import Foundation
import Hub
import Notebooks
import Script
import XCTest

/// Runs cells in a session of its own, in a folder that is thrown away.
class SessionTestCase: XCTestCase {
  private(set) var folder = URL(fileURLWithPath: "/")
  private(set) var sink = RecordingSink()
  private(set) var interrupt = InterruptFlag()

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("notebooks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    sink = RecordingSink()
    interrupt = InterruptFlag()
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  func session() -> Session {
    Session(
      sink: sink, interrupt: interrupt, hub: HubSettings(environment: ["HF_HUB_OFFLINE": "1"]),
      storeFolder: folder.appendingPathComponent("home"), resumesRuns: false
    ) { "\($0).resume() continues it" }
  }

  func file(_ text: String) -> SourceFile {
    SourceFile(
      name: "test.pts", path: folder.appendingPathComponent("test.pts").path, text: text)
  }

  /// What was emitted since the last call, but for headings and passing progress.
  func gists() -> [String] {
    defer { read = sink.outputs.count }
    return sink.outputs[read...].filter { output in
      switch output {
      case .heading, .work: false
      default: true
      }
    }.map(\.gist)
  }
  private var read = 0

  /// Declarations that a run needs.
  static var declarations: String {
    let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/models/tiny").path
    let rows = (0..<20).map { row in
      "{review: \"film \(row)\", mood: \"\(row % 2 == 0 ? "glad" : "sad")\"}"
    }
    return """
      model lm { from: "\(model)" }
      dataset reviews { from: [\(rows.joined(separator: ", "))], input: "review", target: "mood" }
      prompt soft { template: "Review: {review} Mood: {mood}", soft: 4 }

      """
  }
}
