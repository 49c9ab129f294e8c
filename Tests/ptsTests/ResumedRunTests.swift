import Foundation
import XCTest

/// A run that is cut short and resumed ends where an unbroken one does, bit for bit.
final class ResumedRunTests: ProgramTestCase {
  private static let script = """
    model lm { from: "workshop" }
    dataset reviews { from: "reviews.csv", input: "review", target: "mood", seed: 1 }
    prompt soft { template: "Review: {review} Mood: {mood}", soft: 8 }
    run first {
      model: lm, prompt: soft, data: reviews, steps: 100, batch: 32, seed: 7, eval_every: 20
      schedule: "cosine", warmup: 10
    }
    print(json(first.loss))
    print(json(first.valid))
    print(json(first.prompt.embedding))
    print(json(first.at(35).embedding))

    """

  /// Runs in a store of its own and sends the signal once checkpoints are there and about a third of
  /// the steps is done.
  private func cutShort(_ home: String, by signal: Int32) throws -> Output {
    let checkpoints = folder.appendingPathComponent(home + "/checkpoints").path
    return try run(["mood.pts"], environment: ["PTS_HOME": home], signal: signal) { text in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: checkpoints)) ?? []
      let steps = text.matches(of: #/step (\d+)\/100/#).compactMap { Int($0.output.1) }
      return (steps.max() ?? 0) >= 30 && files.contains { $0.hasSuffix(".safetensors") }
    }
  }

  func testAKilledAndAnInterruptedRunEndAsAnUnbrokenOne() throws {
    try FileManager.default.removeItem(at: folder.appendingPathComponent("reviews.csv"))
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Bindings/Resources/sets/reviews.csv"),
      to: folder.appendingPathComponent("reviews.csv"))
    try write(Self.script, to: "mood.pts")
    let unbroken = try run(["mood.pts"], environment: ["PTS_HOME": "unbroken"])
    XCTAssertEqual(unbroken.status, 0, unbroken.error)
    XCTAssertEqual(unbroken.output.split(separator: "\n").count, 4)

    for (home, signal, status) in [("killed", SIGKILL, 128 + SIGKILL), ("stopped", SIGINT, 130)] {
      let cut = try cutShort(home, by: signal)
      XCTAssertEqual(cut.status, status, "\(home): \(cut.error)")
      XCTAssertEqual(cut.output, "", home)
      let resumed = try run(["--resume", "mood.pts"], environment: ["PTS_HOME": home])
      XCTAssertEqual(resumed.status, 0, "\(home): \(resumed.error)")
      let start = resumed.error.firstMatch(of: #/from step (\d+)/#).flatMap { Int($0.output.1) }
      XCTAssertGreaterThan(try XCTUnwrap(start, resumed.error), 0)
      XCTAssertTrue(resumed.output == unbroken.output, "\(home): the numbers differ")
    }
  }
}
