import Foundation
import GRDB
import Runs
import Tuning
import XCTest

final class DamagedStoreTests: StoreTestCase {
  private let key = RunKey.test("a")

  private func fill() throws {
    let recorder = try store.recorder(for: .test(key, configuration: [("lr", "0.3")]))
    try Rehearsal(steps: 9).run().run(recorder)
    recorder.close()
    try store.keep(StoredOutput(kind: "score", split: "test", json: "{}"), of: key)
  }

  private func readEverything(_ store: RunStore) throws {
    _ = try store.runs()
    _ = try store.run(prefix: "a")
    _ = try store.configuration(key)
    _ = try store.metrics(key)
    _ = try store.evaluations(key)
    _ = try store.prompts(key)
    _ = try store.outputs(key)
  }

  /// Changes the database behind the store's back.
  private func tamper(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: file("runs.sqlite").path, configuration: configuration)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  func testGarbledPages() throws {
    try fill()
    let path = file("runs.sqlite")
    let queue = try DatabaseQueue(path: path.path)
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
    let bytes = [UInt8](try Data(contentsOf: path))
    var faults = 0
    for start in stride(from: 0, to: bytes.count, by: 611) {
      for variant in [
        Array(bytes[..<start]),
        bytes[..<start] + [UInt8](repeating: 0xA5, count: min(97, bytes.count - start))
          + bytes[min(bytes.count, start + 97)...],
      ] {
        for side in ["-wal", "-shm"] {
          try? FileManager.default.removeItem(atPath: path.path + side)
        }
        try Data(variant).write(to: path)
        do {
          try readEverything(store)
          let recorder = try store.recorder(for: .test(key))
          recorder.close()
        } catch is RunStoreError {
          faults += 1
        }
      }
    }
    XCTAssertGreaterThan(faults, 20)
  }

  func testValuesThatNoRunHas() throws {
    for (sql, expected) in [
      ("UPDATE run SET key = 'zz'", "key holds `zz`"),
      ("UPDATE run SET key = '../../etc/passwd'", "key holds `../../etc/passwd`"),
      ("UPDATE run SET status = 'odd'", "status holds odd"),
      ("UPDATE run SET stepsDone = -1", "stepsDone holds -1"),
      ("UPDATE prompt SET rows = 3", "vectors holds 256 bytes for the shape [3, 32]"),
      (
        "UPDATE prompt SET rows = 4611686018427387904, columns = 4611686018427387904",
        "vectors holds 256 bytes for the shape [4611686018427387904, 4611686018427387904]"
      ),
      ("UPDATE prompt SET kind = 'odd' WHERE kind = 'last'", "kind holds odd"),
      ("DROP TABLE metric", "no such table: metric"),
      ("ALTER TABLE run RENAME COLUMN seconds TO minutes", "no such column: seconds"),
    ] {
      try tearDownStore()
      try fill()
      try tamper(sql)
      XCTAssertEqual(
        storeError { try self.readEverything(self.store) },
        .damaged(path: file("runs.sqlite").path, reason: expected), sql)
    }
  }

  private func tearDownStore() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      try FileManager.default.removeItem(at: file(name))
    }
  }

  func testALaterLayout() throws {
    try fill()
    try tamper("INSERT INTO grdb_migrations VALUES ('of another year')")
    XCTAssertEqual(
      storeError { try self.readEverything(self.store) },
      .newerLayout(path: file("runs.sqlite").path))
  }

  /// A store of the time before evaluations and prompts were kept.
  func testAnEarlierLayout() throws {
    let queue = try DatabaseQueue(path: file("runs.sqlite").path)
    try RunStore.migrator.migrate(queue, upTo: "configuration")
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO run VALUES (?, 'old', NULL, 'completed', 1e9, 1.5, 3, 3, 3, 'base', '', '',
            NULL, '0.0', 'there')
          """, arguments: [RunKey.test("0").hex])
    }
    try queue.close()
    try fill()
    try readEverything(store)
    XCTAssertEqual(try store.runs().map(\.name), ["first", "old"])
    XCTAssertEqual(try store.metrics(.test("0")), [])
  }

  func testPlacesThatCantBeWritten() throws {
    try Data("x".utf8).write(to: file("taken"))
    let below = RunStore(folder: file("taken/store"))
    let error = storeError { _ = try below.recorder(for: .test(self.key)) }
    XCTAssertEqual(
      error,
      .unwritable(
        path: file("taken/store/checkpoints").path,
        reason: "a part of the path is a file, not a folder"))

    try FileManager.default.createDirectory(
      at: file("runs.sqlite"), withIntermediateDirectories: true)
    XCTAssertEqual(
      storeError { _ = try self.store.runs() },
      .unwritable(path: file("runs.sqlite").path, reason: "unable to open database file"))
  }
}
