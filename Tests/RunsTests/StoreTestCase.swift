import Foundation
import Runs
import Tensors
import XCTest

/// A test with a store folder of its own.
class StoreTestCase: XCTestCase {
  private(set) var folder: URL!

  var store: RunStore { RunStore(folder: folder) }

  private var threads = 0

  override func setUpWithError() throws {
    // The processes of these tests run beside each other, and their model is tiny.
    threads = Threads.count
    Threads.count = 1
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "pts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    Threads.count = threads
    try? FileManager.default.removeItem(at: folder)
  }

  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The store's error, or a failure of the test.
  func storeError(
    line: UInt = #line, _ body: () throws -> Void
  ) -> RunStoreError? {
    do {
      try body()
      XCTFail("no error", line: line)
    } catch let error as RunStoreError {
      return error
    } catch {
      XCTFail("\(error) is no error of the store", line: line)
    }
    return nil
  }

  func assertSame(_ a: [Tensor], _ b: [Tensor], line: UInt = #line) {
    XCTAssertEqual(a.map(\.shape), b.map(\.shape), line: line)
    XCTAssertEqual(
      a.map { $0.values.map(\.bitPattern) }, b.map { $0.values.map(\.bitPattern) }, line: line)
  }
}

extension RunKey {
  /// A key for a test: the digit, 64 times.
  static func test(_ digit: Character) -> RunKey { RunKey(String(repeating: digit, count: 64))! }
}

extension RunRecord {
  static func test(
    _ key: RunKey, name: String = "first", configuration: [(String, String)] = []
  ) -> RunRecord {
    RunRecord(
      key: key, name: name, script: "mood.pts", tuned: .prompt, template: "{review} {mood}",
      baseFingerprint: "base",
      configuration: configuration.map { ConfigurationField(name: $0.0, json: $0.1) },
      version: "0.1", machine: "here")
  }
}
