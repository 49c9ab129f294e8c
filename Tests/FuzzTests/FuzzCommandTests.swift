import FileFuzz
import Foundation
import XCTest

/// The program that runs cases in processes of their own, on faults that were put there for it.
final class FuzzCommandTests: XCTestCase {
  private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appendingPathComponent("pts-fuzz")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "SWIFT_BACKTRACE": "enable=no"
    ]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  func testEveryFaultIsFound() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-found-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let faults = UInt64(PlantedFaults.Fault.allCases.count)
    let (status, output) = try run([
      "--kinds", PlantedFaults.name, "--cases", "\(faults)", "--case-seconds", "10", "--seed",
      "\(faults * 1000)", "--output", folder.path,
    ])
    XCTAssertEqual(status, 1, output)
    let found = output.split(separator: "\n").filter { $0.hasPrefix("FOUND") }
    for (fault, says) in [
      (PlantedFaults.Fault.trap, "Fatal error: planted"), (.hang, "still busy after 10.0 s"),
      (.memory, "MB; otherwise loaded"), (.unknownError, "CocoaError"), (.broken, "FuzzFault"),
    ] {
      let seed = faults * 1000 + fault.rawValue
      let line = found.first { $0.contains("planted \(seed), from planted: ") }
      XCTAssertTrue(line?.contains(says) == true, "\(fault): \(output)")
      let saved = folder.appendingPathComponent("planted-\(seed)/fault")
      XCTAssertEqual(try Data(contentsOf: saved), Data([UInt8(fault.rawValue)]), "\(fault)")
    }
    let none = faults * 1000
    XCTAssertFalse(found.contains { $0.contains("planted \(none)") }, output)
  }

  func testOneCase() throws {
    XCTAssertEqual(try run(["--case", PlantedFaults.name, "0"]).status, 0)
    XCTAssertEqual(try run(["--case", PlantedFaults.name, "5"]).status, 1)
    let (status, output) = try run(["--case", "data", "7"])
    XCTAssertEqual(status, 0)
    XCTAssertTrue(output.hasSuffix("refused\n") || output.hasSuffix("loaded\n"), output)
  }

  func testUsage() throws {
    XCTAssertEqual(try run(["--kinds", "none"]).status, 2)
    XCTAssertEqual(try run(["--seconds", "many"]).status, 2)
    XCTAssertEqual(try run(["--case", "data"]).status, 2)
  }
}
