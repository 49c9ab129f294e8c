import Files
import XCTest

final class WritingTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  }

  override func tearDownWithError() throws { try? FileManager.default.removeItem(at: folder) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  func testAFileIsWrittenWholeWithItsFolders() throws {
    let file = folder.appendingPathComponent("a/b/c")
    try AtomicFile.write(Data("one".utf8), to: file)
    try AtomicFile.write(Data("two".utf8), to: file)
    XCTAssertEqual(try MappedFile.data(file), Data("two".utf8))
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path),
      ["c"])
  }

  func testWhatCantBeWrittenLeavesNothing() throws {
    let file = folder.appendingPathComponent("taken")
    try Folder.create(file)
    XCTAssertThrowsError(try AtomicFile.write(Data("x".utf8), to: file)) {
      XCTAssertEqual($0 as? FileError, .unwritable(file: file, reason: "Is a directory"))
    }
    XCTAssertEqual(try names(), ["taken"])
    let below = folder.appendingPathComponent("file/below")
    try AtomicFile.write(Data(), to: folder.appendingPathComponent("file"))
    XCTAssertThrowsError(try Folder.create(below)) {
      XCTAssertEqual($0 as? FileError, .unwritable(file: below, reason: "Not a directory"))
    }
    XCTAssertThrowsError(try Folder.create(folder.appendingPathComponent("file")))
  }

  func testStagedFilesReplaceOldOnesTogether() throws {
    for name in ["config", "old"] {
      try AtomicFile.write(Data("1".utf8), to: folder.appendingPathComponent(name))
    }
    var staged: StagedFolder? = try StagedFolder(in: folder)
    for name in ["weights", "config"] {
      try AtomicFile.write(Data("2".utf8), to: staged!.staging.appendingPathComponent(name))
    }
    XCTAssertEqual(
      try MappedFile.data(folder.appendingPathComponent("config")), Data("1".utf8))
    try staged?.commit(["weights", "config"], removing: ["config", "old", "absent"])
    staged = nil
    XCTAssertEqual(try names(), ["config", "weights"])
    XCTAssertEqual(
      try MappedFile.data(folder.appendingPathComponent("config")), Data("2".utf8))
  }

  func testAnAbandonedStagedFolderLeavesNothing() throws {
    do {
      let staged = try StagedFolder(in: folder)
      try AtomicFile.write(Data(), to: staged.staging.appendingPathComponent("x"))
    }
    XCTAssertEqual(try names(), [])
  }

  func testMappingChecksTheKind() throws {
    try Folder.create(folder)
    XCTAssertThrowsError(try MappedFile(folder)) {
      XCTAssertEqual(
        $0 as? FileError, .unreadable(file: folder, reason: "not a regular file"))
    }
    let pipe = folder.appendingPathComponent("pipe")
    XCTAssertEqual(mkfifo(pipe.path, 0o600), 0)
    XCTAssertThrowsError(try MappedFile(pipe))
    let file = folder.appendingPathComponent("abc")
    try AtomicFile.write(Data("abc".utf8), to: file)
    XCTAssertEqual(
      try MappedFile.digest(file),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
