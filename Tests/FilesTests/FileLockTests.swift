import Files
import XCTest

final class FileLockTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Folder.create(folder)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  func testOneHolderAtATime() throws {
    for kind in [FileLock.Kind.description, .whole] {
      let file = folder.appendingPathComponent("lock")
      var first = try FileLock.take(file, kind)
      XCTAssertNotNil(first)
      XCTAssertNil(try FileLock.take(file, kind))
      if kind == .description { XCTAssert(FileLock.isHeld(file)) }
      withExtendedLifetime(first) {}
      first = nil
      XCTAssertFalse(FileLock.isHeld(file))
      XCTAssertNotNil(try FileLock.take(file, kind))
    }
  }

  func testALockOnARemovedFileIsNoLock() throws {
    let file = folder.appendingPathComponent("lock")
    let first = try FileLock.take(file)
    first?.removeFile()
    XCTAssertNotNil(try FileLock.take(file))
    withExtendedLifetime(first) {}
  }

  func testItsHolder() throws {
    let file = folder.appendingPathComponent("lock")
    XCTAssertNil(FileLock.holder(of: file))
    try FileLock.wait(for: file).writeHolder()
    XCTAssertEqual(FileLock.holder(of: file), Int(getpid()))
  }
}
