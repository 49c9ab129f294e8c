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

  func testAFileIsWrittenWhole() throws {
    let file = folder.appendingPathComponent("a/b/c")
    let above = file.deletingLastPathComponent()
    XCTAssertThrowsError(try AtomicFile.write(Data(), to: file)) {
      XCTAssertEqual($0 as? FileError, .noFolder(above, file: file))
    }
    try Folder.create(above)
    try AtomicFile.write(Data("one".utf8), to: file)
    try AtomicFile.write(Data("two".utf8), to: file)
    XCTAssertEqual(try MappedFile.data(file), Data("two".utf8))
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path),
      ["c"])
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try MappedFile.data(folder.appendingPathComponent(name)), as: UTF8.self)
  }

  private func mode(_ name: String) throws -> mode_t {
    var status = stat()
    XCTAssertEqual(lstat(folder.appendingPathComponent(name).path, &status), 0)
    return status.st_mode
  }

  private func write(_ text: String, _ name: String) throws {
    try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(name))
  }

  func testLinksAreFollowedAndModesKept() throws {
    try Folder.create(folder.appendingPathComponent("below"))
    try write("old", "real")
    chmod(folder.appendingPathComponent("real").path, 0o640)
    for (link, target) in [("link", "real"), ("below/up", "../real"), ("far", "link")] {
      symlink(target, folder.appendingPathComponent(link).path)
      try write(link, link)
      XCTAssertEqual(try mode(link) & S_IFMT, S_IFLNK)
      XCTAssertEqual(try text("real"), link)
      XCTAssertEqual(try mode("real") & 0o7777, 0o640)
    }
    // A link whose target isn't there makes it; one in a circle is an error.
    symlink("made", folder.appendingPathComponent("dangling").path)
    try write("new", "dangling")
    XCTAssertEqual(try text("made"), "new")
    symlink("nowhere/made", folder.appendingPathComponent("lost").path)
    symlink("circle", folder.appendingPathComponent("circle").path)
    for name in ["lost", "circle"] { XCTAssertThrowsError(try write("x", name)) }
    // Both names of a file have the new text, longer or shorter.
    link(
      folder.appendingPathComponent("real").path, folder.appendingPathComponent("hard").path)
    for text in ["a text that is longer than it was", "short"] {
      try write(text, "hard")
      XCTAssertEqual(try self.text("real"), text)
    }
    XCTAssertEqual(
      try names(), ["below", "circle", "dangling", "far", "hard", "link", "lost", "made", "real"])
  }

  func testAnOwnerIsKept() throws {
    try XCTSkipUnless(geteuid() == 0, "only root can give a file away")
    try Folder.create(folder)
    try write("old", "file")
    let path = folder.appendingPathComponent("file").path
    XCTAssertEqual(chown(path, 1234, 4321), 0)
    try write("new", "file")
    var status = stat()
    stat(path, &status)
    XCTAssertEqual([status.st_uid, status.st_gid], [1234, 4321])
  }

  func testWhatIsNoRegularFileIsWrittenInto() throws {
    try Folder.create(folder)
    let pipe = folder.appendingPathComponent("pipe")
    mkfifo(pipe.path, 0o600)
    let reader = open(pipe.path, O_RDONLY | O_NONBLOCK)
    try write("through", "pipe")
    var bytes = [UInt8](repeating: 0, count: 16)
    XCTAssertEqual(read(reader, &bytes, 16), 7)
    close(reader)
    XCTAssertEqual(try mode("pipe") & S_IFMT, S_IFIFO)
    for (name, device) in [("null", "/dev/null"), ("full", "/dev/full")] {
      symlink(device, folder.appendingPathComponent(name).path)
    }
    try write("gone", "null")
    XCTAssertThrowsError(try write("x", "full")) {
      XCTAssertEqual(
        $0 as? FileError, .diskFull(file: folder.appendingPathComponent("full")))
    }
    XCTAssertEqual(AtomicFile.descriptor(of: URL(fileURLWithPath: "/dev/stdout")), 1)
    XCTAssertEqual(try names(), ["full", "null", "pipe"])
  }

  func testTextIsAppendedThroughALink() throws {
    try Folder.create(folder)
    symlink("log", folder.appendingPathComponent("link").path)
    for text in ["a", "b"] {
      try AtomicFile.append(Data(text.utf8), to: folder.appendingPathComponent("link"))
    }
    XCTAssertEqual(try text("log"), "ab")
  }

  func testStagedFilesGoThroughLinks() throws {
    try Folder.create(folder.appendingPathComponent("elsewhere"))
    try write("1", "elsewhere/config")
    chmod(folder.appendingPathComponent("elsewhere/config").path, 0o640)
    symlink("elsewhere/config", folder.appendingPathComponent("config").path)
    var staged: StagedFolder? = try StagedFolder(in: folder)
    try AtomicFile.write(Data("2".utf8), to: staged!.staging.appendingPathComponent("config"))
    try staged?.commit(["config"], removing: ["config"])
    staged = nil
    XCTAssertEqual(try text("elsewhere/config"), "2")
    XCTAssertEqual(try mode("elsewhere/config") & 0o7777, 0o640)
    XCTAssertEqual(try names(), ["config", "elsewhere"])
  }

  func testPipesAreReadToTheirEnd() throws {
    try Folder.create(folder)
    let pipe = folder.appendingPathComponent("pipe")
    mkfifo(pipe.path, 0o600)
    XCTAssertTrue(StreamedFile.isStream(pipe))
    Thread.detachNewThread {
      let writer = open(pipe.path, O_WRONLY)
      Foundation.write(writer, "text", 4)
      close(writer)
    }
    XCTAssertEqual(
      try StreamedFile.bytes(of: pipe, limit: 4) { false }, Array("text".utf8))
    for (file, fault) in [
      ("/dev/zero", FileError.tooLarge(file: URL(fileURLWithPath: "/dev/zero"), limit: 100)),
      ("/dev", .unreadable(file: URL(fileURLWithPath: "/dev"), reason: "it is a folder")),
    ] {
      XCTAssertThrowsError(
        try StreamedFile.bytes(of: URL(fileURLWithPath: file), limit: 100) { false }
      ) { XCTAssertEqual($0 as? FileError, fault) }
    }
  }

  func testFilesAreListed() throws {
    try Folder.create(folder.appendingPathComponent("a/b"))
    for name in ["z.csv", "é.csv", "a/x.csv", "a/b/y.csv", ".hidden"] { try write("", name) }
    func list(_ pattern: String) throws -> [String] {
      try FileList.paths(folder.appendingPathComponent(pattern).path)
        .map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
    }
    XCTAssertEqual(try list(""), ["z.csv", "é.csv"])
    XCTAssertEqual(try list("*/*"), ["a/x.csv"])
    XCTAssertEqual(try list("**/[xyz].csv"), ["a/b/y.csv", "a/x.csv", "z.csv"])
    XCTAssertEqual(try list("*.txt"), [])
    XCTAssertThrowsError(try list("absent"))
  }

  func testWhatCantBeWrittenLeavesNothing() throws {
    let file = folder.appendingPathComponent("taken")
    try Folder.create(file)
    XCTAssertThrowsError(try AtomicFile.write(Data("x".utf8), to: file)) {
      XCTAssertEqual($0 as? FileError, .unwritable(file: file, reason: "it is a folder"))
    }
    XCTAssertEqual(try names(), ["taken"])
    let below = folder.appendingPathComponent("file/below")
    try AtomicFile.write(Data(), to: folder.appendingPathComponent("file"))
    XCTAssertThrowsError(try Folder.create(below)) {
      XCTAssertEqual(
        $0 as? FileError,
        .unwritable(file: below, reason: "a part of the path is a file, not a folder"))
    }
    XCTAssertThrowsError(try Folder.create(folder.appendingPathComponent("file")))
  }

  func testStagedFilesReplaceOldOnesTogether() throws {
    try Folder.create(folder)
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
        $0 as? FileError, .unreadable(file: folder, reason: "it is a folder"))
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
