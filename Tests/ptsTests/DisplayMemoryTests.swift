import Foundation
import XCTest

/// What showing a large tensor costs: nothing beside the tensor.
final class DisplayMemoryTests: ProgramTestCase {
  func testATensorIsShownWithoutACopy() throws {
    let tensor = "let t = zeros([5000, 10000])\n"
    let idle = try peak(tensor)
    XCTAssertGreaterThan(idle, 200_000_000)
    XCTAssertLessThan(try peak(tensor + "show(t)\nprint(t)\nplot(t)\n"), idle + 20_000_000)
  }

  /// The most memory that the program had.
  private func peak(_ script: String) throws -> Int {
    try write(script + "print(read_text(\"/proc/self/status\"))\n", to: "peak.pts")
    let result = try run(["peak.pts"])
    XCTAssertEqual(result.status, 0, result.error)
    let peak = try XCTUnwrap(result.output.firstMatch(of: #/VmHWM:\s+(\d+) kB/#))
    return try XCTUnwrap(Int(peak.output.1)) * 1024
  }
}
