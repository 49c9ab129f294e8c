import Checkpoints
import Files
import ReferenceData
import XCTest

final class FingerprintCacheTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString)
  private let digest = String(repeating: "a0", count: 32)
  /// Files that weren't written just now.
  private let files = ["tiny", "untied"].map {
    ReferenceData.root.appendingPathComponent("models/\($0)/model.safetensors")
  }
  private var computed = 0

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func digest(_ cache: FingerprintCache, _ files: [URL]) -> String {
    cache.digest(of: files) {
      computed += 1
      return digest
    }
  }

  func testComputedOnceAndKeptFromOneProcessToTheNext() throws {
    let cache = FingerprintCache(folder: folder, leastBytes: 1)
    for _ in 0..<3 { XCTAssertEqual(digest(cache, files), digest) }
    XCTAssertEqual(computed, 1)
    _ = digest(cache, [files[0]])
    XCTAssertEqual(computed, 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    XCTAssertEqual(names.count, 2)

    XCTAssertEqual(digest(FingerprintCache(folder: folder, leastBytes: 1), files), digest)
    XCTAssertEqual(computed, 2)

    // What isn't a digest is no answer.
    for name in names { try Data("x".utf8).write(to: folder.appendingPathComponent(name)) }
    XCTAssertEqual(digest(FingerprintCache(folder: folder, leastBytes: 1), files), digest)
    XCTAssertEqual(computed, 3)
  }

  func testSmallFilesLeaveNothingOnDisk() {
    _ = digest(FingerprintCache(folder: folder), files)
    XCTAssertFalse(FileManager.default.fileExists(atPath: folder.path))
  }

  func testAFileWrittenJustNowIsNeverKept() throws {
    let cache = FingerprintCache(folder: folder, leastBytes: 1)
    let file = folder.appendingPathComponent("weights")
    try Folder.create(folder)
    try AtomicFile.write(Data("1".utf8), to: file)
    for _ in 0..<2 { _ = digest(cache, [file]) }
    XCTAssertEqual(computed, 2)
  }
}
