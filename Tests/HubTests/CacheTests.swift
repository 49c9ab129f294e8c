import Foundation
import Hub
import LoopbackServer
import XCTest

/// The cache is the one that Hugging Face's own library keeps.
final class CacheTests: HubTestCase {
  private struct Fixture: Decodable {
    let repository: String
    let commit: String
    let large: [String]
    let files: [String: String]
    let cache: [String: String]
  }

  private static var fixture: Fixture {
    get throws {
      let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/hub/layout.json")
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  func testTheLayoutIsTheirs() throws {
    let fixture = try Self.fixture
    server.change { state in
      state.commit = fixture.commit
      state.references = ["main", "refs/pr/1"]
      state.files = [:]
      for (name, text) in fixture.files {
        state.files[name] = .init(Data(text.utf8), isLarge: fixture.large.contains(name))
      }
    }
    try fetch()
    try fetch("refs/pr/1")
    XCTAssertEqual(try listing(), fixture.cache)
  }

  func testTheirCacheIsReadWithoutTheNetwork() throws {
    let fixture = try Self.fixture
    for (place, content) in fixture.cache {
      let url = cache.appendingPathComponent(place)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if content.hasPrefix("-> ") {
        try FileManager.default.createSymbolicLink(
          atPath: url.path, withDestinationPath: String(content.dropFirst(3)))
      } else {
        try Data(content.utf8).write(to: url)
      }
    }
    for revision in ["main", "refs/pr/1", fixture.commit] {
      let snapshot = try fetch(revision, ["HF_HUB_OFFLINE": "1"])
      XCTAssertEqual(
        try read("model.safetensors", in: snapshot),
        Data(fixture.files["model.safetensors"]!.utf8))
    }
    XCTAssertEqual(server.hub.requests.count, 0)
  }

  func testRevisions() throws {
    server.change { $0.references = ["main", "v1", "refs/pr/1"] }
    let commit = server.commit
    for revision in ["v1", "refs/pr/1", commit] {
      XCTAssertEqual(try fetch(revision).lastPathComponent, commit)
    }
    let folder = cache.appendingPathComponent("models--somebody--tiny-model/refs")
    XCTAssertEqual(
      try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted(),
      ["refs", "refs/pr", "refs/pr/1", "v1"])
    assertFault(.noRevision(repository, Revision("v2")!)) { try fetch("v2") }

    // A branch stays where it was when it was fetched, and a commit of its own is another folder.
    let moved = String(repeating: "0123456789", count: 4)
    server.change { $0.commit = moved }
    XCTAssertEqual(try fetch("v1").lastPathComponent, commit)
    XCTAssertEqual(try fetch(moved).lastPathComponent, moved)
    XCTAssertEqual(try fetch("main").lastPathComponent, moved)
  }

  func testAPartIsMadeWhole() throws {
    let snapshot = try fetch()
    try FileManager.default.removeItem(at: snapshot.appendingPathComponent("tokenizer.json"))
    assertFault(.offline(repository, .main, missing: ["tokenizer.json"])) {
      try fetch("main", ["HF_HUB_OFFLINE": "yes"])
    }
    XCTAssertEqual(try read("tokenizer.json", in: fetch()), Self.files["tokenizer.json"]!.bytes)
    XCTAssertEqual(ranges.count, 1, "the weights were fetched again")
  }

  func testALinkThatLeadsNowhere() throws {
    let snapshot = try fetch()
    try FileManager.default.removeItem(
      at: blobs.appendingPathComponent(Self.files["config.json"]!.hash))
    XCTAssertEqual(
      try read(
        "config.json",
        in: snapshot.deletingLastPathComponent()
          .appendingPathComponent(try fetch().lastPathComponent)), Self.files["config.json"]!.bytes)
  }

  func testSettings() {
    func cache(_ environment: [String: String]) -> String {
      HubSettings(environment: environment.merging(["HOME": "/home/me"]) { $1 }).cache.path
    }
    XCTAssertEqual(cache([:]), "/home/me/.cache/huggingface/hub")
    XCTAssertEqual(cache(["XDG_CACHE_HOME": "/x"]), "/x/huggingface/hub")
    XCTAssertEqual(cache(["XDG_CACHE_HOME": "/x", "HF_HOME": "~/hf"]), "/home/me/hf/hub")
    XCTAssertEqual(cache(["HF_HOME": "$HOME/${B}/$C", "B": "b"]), "/home/me/b/$C/hub")
    XCTAssertEqual(cache(["HF_HOME": "/hf", "HUGGINGFACE_HUB_CACHE": "/old"]), "/old")
    XCTAssertEqual(cache(["HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "/new"]), "/new")
    for text in ["1", "true", "YES", "on"] {
      XCTAssertTrue(HubSettings(environment: ["HF_HUB_OFFLINE": text]).isOffline)
    }
    XCTAssertFalse(HubSettings(environment: ["HF_HUB_OFFLINE": "0"]).isOffline)
    XCTAssertEqual(
      HubSettings(environment: ["HF_ENDPOINT": "http://a/b/"]).endpoint, "http://a/b")
  }

  func testNames() {
    for text in ["gpt2", "a/b", "Qwen/Qwen2.5-0.5B", "some_body/x.y-z_1"] {
      XCTAssertEqual(RepositoryID(text)?.description, text)
    }
    for text in [
      "", "/", "a/", "/a", "a/b/c", "../a", "a/..", ".a/b", "a/b.", "a--b/c", "a/b.git", "a b/c",
      "a/b\n", "é/b", "a/\(String(repeating: "b", count: 97))",
    ] {
      XCTAssertNil(RepositoryID(text), text)
    }
    for text in ["main", "v1.0", "refs/pr/1", server.commit] {
      XCTAssertEqual(Revision(text)?.description, text)
    }
    for text in ["", "/", "a//b", "../a", "a/../b", "a/..", ".a", "a\0", "a b", "a\\b", "a\n"] {
      XCTAssertNil(Revision(text), text)
    }
  }
}
