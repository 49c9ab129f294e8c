import Foundation
import XCTest

/// PTS_CPU through the real program, on every path that this processor has.
final class ProcessorPathTests: ProgramTestCase {
  private func paths() throws -> [String] {
    try ["generic", "avx2", "avx512", "avx512bf16"].filter {
      try run(["-e", "1;"], environment: ["PTS_CPU": $0]).status == 0
    }
  }

  func testWhatIsNoPathIsRefused() throws {
    for value in ["avx1024", "AVX2 ", "2"] {
      let result = try run(["-e", "print(1)"], environment: ["PTS_CPU": value])
      XCTAssertEqual(result.status, 2)
      XCTAssertEqual(result.output, "")
      XCTAssertTrue(result.error.contains("PTS_CPU is \"\(value)\""), result.error)
      XCTAssertTrue(result.error.contains("use generic"), result.error)
    }
    XCTAssertEqual(try run(["-e", "1"], environment: ["PTS_CPU": ""]).output, "1\n")
  }

  /// The same run on every path, in f32 and in bf16: the losses agree as far as sums' orders and roundings do.
  func testARunOnEveryPath() throws {
    let paths = try paths()
    XCTAssertEqual(paths.first, "generic")
    try write(
      Self.declarations
        + """
        model half { from: lm.folder, dtype: "bf16" }
        run first { model: lm, prompt: soft, data: reviews, lr: 0.05, steps: 6, batch: 4 }
        run second { like: first, model: half }
        print(json([first.loss, second.loss]))
        print(half.dtype, half.generate("Review: film 3 was", tokens: 4) != "")
        """.replacingOccurrences(of: "lm.folder", with: "\"\(Self.model)\""), to: "paths.pts")
    var losses: [[[Double]]] = []
    for path in paths {
      let home = folder.appendingPathComponent("home-\(path)").path
      let result = try run(["paths.pts"], environment: ["PTS_CPU": path, "PTS_HOME": home])
      XCTAssertEqual(result.status, 0, result.error)
      let lines = result.output.split(separator: "\n")
      XCTAssertEqual(lines.count, 2, result.output)
      XCTAssertEqual(lines.last, "bf16 true", path)
      losses.append(try JSONDecoder().decode([[Double]].self, from: Data(lines[0].utf8)))
      let notes = result.error.components(separatedBy: "saves memory, not time").count - 1
      XCTAssertEqual(notes, path == "avx512bf16" ? 0 : 1, "\(path): \(result.error)")
    }
    for (path, list) in zip(paths, losses) {
      for (model, (some, expected)) in zip(list, losses[0]).enumerated() {
        XCTAssertEqual(some.count, 6, path)
        let tolerance = model == 1 && path == "avx512bf16" ? 1e-2 : 1e-4
        for (a, b) in zip(some, expected) {
          XCTAssertEqual(a, b, accuracy: tolerance * b, "\(path) \(model)")
        }
      }
      // Rounding the weights shows.
      XCTAssertNotEqual(list[0], list[1], path)
    }
  }
}
