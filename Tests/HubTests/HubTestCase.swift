import Foundation
import Hub
import LoopbackServer
import Synchronization
import XCTest

/// A test with a cache of its own, which is thrown away, and a server on loopback.
class HubTestCase: XCTestCase {
  static let name = "somebody/tiny-model"
  static let files: [String: FakeHub.File] = [
    "config.json": .init("{\"model_type\": \"gpt2\"}\n"),
    "tokenizer.json": .init("{\"model\": {}}\n"),
    "1_Pooling/config.json": .init("{}\n"),
    "model.safetensors": .init(weights, isLarge: true),
    "pytorch_model.bin": .init("a pickle"),
    "README.md": .init("words"),
  ]
  static let weights = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })

  private(set) var folder = URL(fileURLWithPath: "/")
  private(set) var server: FakeHub!

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "hub-\(UUID().uuidString)")
    server = try FakeHub(Self.name, Self.files)
  }

  override func tearDown() {
    server.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  var repository: RepositoryID { RepositoryID(Self.name)! }
  var cache: URL { folder.appendingPathComponent("hub") }
  var blobs: URL { cache.appendingPathComponent("models--somebody--tiny-model/blobs") }

  func settings(_ more: [String: String] = [:]) -> HubSettings {
    let environment = [
      "HOME": folder.path, "HF_HOME": folder.path, "HF_ENDPOINT": server.hub.address,
    ]
    var settings = HubSettings(environment: environment.merging(more) { $1 })
    settings.firstPause = 0.01
    return settings
  }

  /// What a download has told, from whatever thread it ran on.
  final class Events: Sendable {
    private let seen = Mutex<[DownloadEvent]>([])
    var all: [DownloadEvent] { seen.withLock { $0 } }
    func note(_ event: DownloadEvent) { seen.withLock { $0.append(event) } }
  }

  @discardableResult
  func fetch(
    _ revision: String = "main", _ more: [String: String] = [:], events: Events = Events(),
    isCancelled: @escaping () -> Bool = { false }
  ) throws -> URL {
    try ModelHub(settings(more), report: events.note, isCancelled: isCancelled)
      .folder(repository, Revision(revision)!)
  }

  func assertFault(
    _ expected: HubError, line: UInt = #line, _ body: () throws -> Void
  ) {
    XCTAssertThrowsError(try body(), line: line) { error in
      XCTAssertEqual(error as? HubError, expected, line: line)
    }
  }

  func read(_ name: String, in snapshot: URL) throws -> Data {
    try Data(contentsOf: snapshot.appendingPathComponent(name))
  }

  /// The requests for the bytes of the weights, as the ranges that they asked for.
  var ranges: [String?] {
    server.delivery.requests.filter { $0.method == "GET" }.map { $0.fields["range"] }
  }

  /// The paths below the cache: where links point, and what files hold.
  func listing() throws -> [String: String] {
    let manager = FileManager.default
    var entries: [String: String] = [:]
    for place in try manager.subpathsOfDirectory(atPath: cache.path) {
      let path = cache.appendingPathComponent(place).path
      if let target = try? manager.destinationOfSymbolicLink(atPath: path) {
        entries[place] = "-> " + target
      } else if let data = manager.contents(atPath: path) {
        entries[place] = place == "CACHEDIR.TAG" ? "" : String(decoding: data, as: UTF8.self)
      }
    }
    return entries
  }
}
