import Foundation
import Hub
import LoopbackServer
import Synchronization
import XCTest

/// Downloads from a server on loopback that does what servers and networks do.
final class DownloadTests: HubTestCase {
  func testAWholeDownload() throws {
    let events = Events()
    let snapshot = try fetch(events: events)
    XCTAssertEqual(try read("model.safetensors", in: snapshot), Self.weights)
    XCTAssertEqual(try read("1_Pooling/config.json", in: snapshot), Data("{}\n".utf8))
    XCTAssertFalse(
      FileManager.default.fileExists(atPath: snapshot.appendingPathComponent("README.md").path))
    let bytes = Self.files.filter { !["README.md", "pytorch_model.bin"].contains($0.key) }
      .reduce(0) { $0 + $1.value.bytes.count }
    XCTAssertEqual(events.all.first, .started(repository: Self.name, files: 4, bytes: bytes))
    XCTAssertEqual(events.all.last, .ended)
    let fetched = events.all.compactMap { event in
      if case .fetched(let file, _, _) = event { file } else { nil }
    }
    XCTAssertEqual(Set(fetched).count, 4)
    let last = events.all.compactMap { event in
      if case .progressed(let progress) = event { progress } else { nil }
    }.last
    XCTAssertEqual(last?.done, bytes)
    XCTAssertEqual(last?.total, bytes)

    // What is there is not asked for again.
    let count = server.hub.requests.count
    XCTAssertEqual(try fetch(), snapshot)
    XCTAssertEqual(server.hub.requests.count, count)
  }

  /// Pickled weights come only where there are none in safetensors, whole or in shards.
  func testPickledWeights() throws {
    server.change { $0.files["model.safetensors"] = nil }
    XCTAssertEqual(try read("pytorch_model.bin", in: fetch()), Data("a pickle".utf8))
    XCTAssertEqual(try fetch("main", ["HF_HUB_OFFLINE": "1"]).lastPathComponent, server.commit)

    let moved = String(repeating: "0123456789", count: 4)
    server.change {
      $0.commit = moved
      $0.files["pytorch_model.bin"] = nil
      $0.files["pytorch_model.bin.index.json"] = .init(
        #"{"weight_map": {"a": "pytorch_model-00001-of-00001.bin"}}"#)
      $0.files["pytorch_model-00001-of-00001.bin"] = .init(Data("a shard".utf8), isLarge: true)
    }
    let shards = try fetch(moved)
    XCTAssertEqual(
      try read("pytorch_model-00001-of-00001.bin", in: shards), Data("a shard".utf8))

    let adapter = String(repeating: "9876543210", count: 4)
    server.change {
      $0.commit = adapter
      $0.files = [
        "adapter_config.json": .init("{}"),
        "adapter_model.bin": .init(Data("an adapter".utf8), isLarge: true),
      ]
    }
    XCTAssertEqual(try read("adapter_model.bin", in: fetch(adapter)), Data("an adapter".utf8))
    XCTAssertEqual(try fetch(adapter, ["HF_HUB_OFFLINE": "1"]).lastPathComponent, adapter)
  }

  func testFilesAreReadableAsTheUmaskSays() throws {
    let mask = umask(0o022)
    defer { umask(mask) }
    try fetch()
    for place in ["blobs/\(Self.files["model.safetensors"]!.hash)", "refs/main"] {
      var status = stat()
      let path = cache.appendingPathComponent("models--somebody--tiny-model/\(place)").path
      XCTAssertEqual(stat(path, &status), 0)
      XCTAssertEqual(status.st_mode & 0o777, 0o644, place)
    }
  }

  func testTheTokenStaysWithTheHub() throws {
    server.change { $0.token = "secret" }
    try fetch("main", ["HF_TOKEN": "secret"])
    XCTAssertTrue(server.hub.requests.allSatisfy { $0.fields["authorization"] == "Bearer secret" })
    XCTAssertFalse(server.delivery.requests.isEmpty)
    XCTAssertTrue(server.delivery.requests.allSatisfy { $0.fields["authorization"] == nil })
  }

  func testTheTokenOfTheFile() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("secret\n".utf8).write(to: folder.appendingPathComponent("token"))
    server.change { $0.token = "secret" }
    try fetch()
  }

  func testABrokenConnectionIsGoneOnWith() throws {
    server.change {
      $0.troubles["model.safetensors"] = [.cut(after: 100_000), .cut(after: 50_000)]
    }
    let events = Events()
    let snapshot = try fetch(events: events)
    XCTAssertEqual(try read("model.safetensors", in: snapshot), Self.weights)
    XCTAssertEqual(ranges, [nil, "bytes=100000-", "bytes=150000-"])
    let pauses = events.all.filter { if case .retrying = $0 { true } else { false } }
    XCTAssertEqual(pauses.count, 2)
  }

  func testAServerWithoutRanges() throws {
    server.change { $0.troubles["model.safetensors"] = [.cut(after: 100_000), .noRanges] }
    XCTAssertEqual(try read("model.safetensors", in: fetch()), Self.weights)
    XCTAssertEqual(ranges, [nil, "bytes=100000-"])
  }

  func testABusyServer() throws {
    server.change {
      $0.troubles["model.safetensors"] = [.status(503), .status(429), .status(500)]
      $0.troubles["config.json"] = [.status(502)]
    }
    XCTAssertEqual(try read("model.safetensors", in: fetch()), Self.weights)
  }

  func testAServerThatStaysBusy() throws {
    server.change { $0.troubles["config.json"] = Array(repeating: .status(503), count: 9) }
    assertFault(
      .failed(host: "127.0.0.1:\(server.hub.port)", file: "config.json", status: 503)
    ) { try fetch() }
    XCTAssertEqual(server.change { $0.troubles["config.json"]?.count }, 4)
  }

  func testACancelledDownloadIsGoneOnWithLater() throws {
    server.change { $0.pause = 2_000 }
    let events = Events()
    let hasBegun = {
      events.all.contains { event in
        if case .progressed(let progress) = event { return progress.fileDone > 50_000 }
        return false
      }
    }
    assertFault(.cancelled) { try fetch(events: events, isCancelled: hasBegun) }
    let partial = try FileManager.default.contentsOfDirectory(atPath: blobs.path)
      .filter { $0.hasSuffix(".incomplete") }
    let hash = Self.files["model.safetensors"]!.hash
    XCTAssertEqual(partial, ["\(hash).incomplete"])
    let size = try XCTUnwrap(
      FileManager.default.contents(atPath: blobs.appendingPathComponent(partial[0]).path)
    ).count
    XCTAssertGreaterThan(size, 50_000)
    XCTAssertNil(
      ModelHub(settings(), report: { _ in }, isCancelled: { false })
        .cachedFolder(repository, .main))

    server.change { $0.pause = 0 }
    XCTAssertEqual(try read("model.safetensors", in: fetch()), Self.weights)
    XCTAssertEqual(ranges, [nil, "bytes=\(size)-"])
  }

  func testASpoiltPartIsFetchedAnew() throws {
    try FileManager.default.createDirectory(at: blobs, withIntermediateDirectories: true)
    let hash = Self.files["model.safetensors"]!.hash
    try Data(count: 1000).write(to: blobs.appendingPathComponent("\(hash).incomplete"))
    XCTAssertEqual(try read("model.safetensors", in: fetch()), Self.weights)
    XCTAssertEqual(ranges, ["bytes=1000-", nil])
  }

  func testAPartThatIsTooLong() throws {
    try FileManager.default.createDirectory(at: blobs, withIntermediateDirectories: true)
    let hash = Self.files["model.safetensors"]!.hash
    try Data(count: 400_000).write(to: blobs.appendingPathComponent("\(hash).incomplete"))
    XCTAssertEqual(try read("model.safetensors", in: fetch()), Self.weights)
  }

  func testAWrongHashIsNotKept() throws {
    for name in ["model.safetensors", "config.json"] {
      server.change { $0.troubles[name] = [.spoilt] }
      XCTAssertThrowsError(try fetch()) { error in
        guard case .wrongHash(name, Self.files[name]!.hash, _) = error as? HubError else {
          return XCTFail("\(error)")
        }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: blobs.path)
      XCTAssertFalse(left.contains { $0.hasPrefix(Self.files[name]!.hash) }, "\(left)")
      try fetch()
      try FileManager.default.removeItem(at: cache)
    }
  }

  func testMoreBytesThanPromised() throws {
    server.change { $0.troubles["model.safetensors"] = [.tooLong] }
    XCTAssertThrowsError(try fetch()) { error in
      guard case .badAnswer = error as? HubError else { return XCTFail("\(error)") }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: blobs.path)
    XCTAssertFalse(left.contains { $0.hasSuffix(".incomplete") })
  }

  func testTwoAtOnce() throws {
    server.change { $0.pause = 3_000 }
    let results = Mutex<[URL]>([])
    let (first, second) = (Events(), Events())
    let (settings, repository) = (settings(), repository)
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      do {
        let events = index == 0 ? first : second
        let snapshot = try ModelHub(settings, report: events.note, isCancelled: { false })
          .folder(repository, .main)
        results.withLock { $0.append(snapshot) }
      } catch {
        XCTFail("\(error)")
      }
    }
    let snapshots = results.withLock { $0 }
    XCTAssertEqual(snapshots.count, 2)
    XCTAssertEqual(try read("model.safetensors", in: snapshots[0]), Self.weights)
    XCTAssertEqual(ranges, [nil], "the weights were fetched twice")
    let waited = (first.all + second.all).contains(.waiting(file: "model.safetensors"))
    XCTAssertTrue(waited)
  }

  func testShards() throws {
    let index = """
      {"weight_map": {"a": "model-00001-of-00002.safetensors",
                      "b": "model-00002-of-00002.safetensors",
                      "c": "model-00001-of-00002.safetensors"}}
      """
    server.change {
      $0.files["model.safetensors"] = nil
      $0.files["model.safetensors.index.json"] = .init(index)
      $0.files["model-00001-of-00002.safetensors"] = .init(Data([1, 2, 3]), isLarge: true)
      $0.files["model-00002-of-00002.safetensors"] = .init(Data([4]), isLarge: true)
      $0.files["model-00003-of-00002.safetensors"] = .init(Data([5]), isLarge: true)
    }
    let snapshot = try fetch()
    XCTAssertEqual(try read("model-00001-of-00002.safetensors", in: snapshot), Data([1, 2, 3]))
    XCTAssertEqual(try read("model-00002-of-00002.safetensors", in: snapshot), Data([4]))
    XCTAssertEqual(server.delivery.requests.count, 2)

    // A shard that is gone makes the snapshot a part, which is made whole.
    try FileManager.default.removeItem(
      at: snapshot.appendingPathComponent("model-00002-of-00002.safetensors"))
    XCTAssertEqual(try read("model-00002-of-00002.safetensors", in: fetch()), Data([4]))
    XCTAssertEqual(server.delivery.requests.count, 2, "the blob was still there")
  }

  func testAnAdapter() throws {
    server.change {
      $0.files = [
        "adapter_config.json": .init("{}"), "adapter_model.safetensors": .init("adapter"),
      ]
    }
    let snapshot = try fetch()
    XCTAssertEqual(try read("adapter_model.safetensors", in: snapshot), Data("adapter".utf8))
    XCTAssertEqual(try fetch(), snapshot)
  }
}
