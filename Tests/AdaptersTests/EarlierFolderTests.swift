import Adapters
import Files
import Foundation
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// Folders that earlier versions of the program saved.
final class EarlierFolderTests: XCTestCase {
  private static let folders = ReferenceData.root.appendingPathComponent("saved/version-1")
  private var folder: URL!

  override func setUp() {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-earlier-\(UUID().uuidString)")
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private let saved: [(name: String, method: TunedMethod, steps: Int, optimizer: OptimizerKind)] = [
    ("prompt", .prompt(.prompt), 4, .adamW),
    ("ptuning", .prompt(.ptuning(.init(kind: .lstm, width: 3, layers: 1))), 4, .adafactor),
    ("prefix", .prompt(.prefix(projection: 3)), 4, .adamW),
    ("deep", .prompt(.deep), 6, .sgd),
    ("multitask", .prompt(.multitask(rank: 1, task: "task", tasks: ["a", "b"])), 4, .adamW),
    ("lora", .lowRank(LowRankPlan(rank: 1, alpha: 1)), 4, .adamW),
  ]

  func testFoldersOfVersion1() throws {
    let model = try ReferenceData.model(ReferenceData.root.appendingPathComponent("models/tiny"))
    for (name, tuned, steps, optimizer) in saved {
      let old = try Adapter(
        folder: Self.folders.appendingPathComponent(name), includingState: true)
      XCTAssertEqual(try old.check(base: model, name: "models/tiny"), [], name)
      let sidecar = try XCTUnwrap(old.sidecar, name)
      if case .lowRank(let plan) = sidecar.method {
        XCTAssertEqual(plan.rank, 1)
      } else {
        XCTAssertEqual(sidecar.method, tuned, name)
      }
      XCTAssertEqual(sidecar.hyper?.optimizer, optimizer, name)
      XCTAssertEqual(sidecar.hyper?.length, name == "deep" ? .epochs(2) : .steps(4), name)
      XCTAssertEqual(
        sidecar.hyper?.classWeights,
        name == "deep" ? .balanced : name == "multitask" ? .given(["positive": 2]) : nil, name)
      let state = try XCTUnwrap(old.state, name)
      XCTAssertEqual(state.step, steps, name)
      XCTAssertEqual(state.losses.count, steps, name)
      XCTAssertEqual(state.evaluations.map(\.step), Array(stride(from: 2, through: steps, by: 2)))
      XCTAssertEqual(state.best?.step, state.evaluations.min { $0.loss < $1.loss }?.step, name)
      // With its state the folder gives the network that was tuned, under its own names.
      let method = try old.method(for: model)
      XCTAssertEqual(method.parameters.map(\.name), state.names, name)
      XCTAssertEqual(
        method.parameters.map(\.variable.value), state.kept.parameters, name)

      try? FileManager.default.removeItem(at: folder)
      try old.write(to: folder, shape: model.network.shape)
      let text = try String(contentsOf: folder.appendingPathComponent("pts.json"), encoding: .utf8)
      XCTAssertFalse(text.contains("\"_0\"") || text.contains("\"progress\""), name)
      let new = try Adapter(folder: folder, includingState: true)
      XCTAssertEqual(new.sidecar?.hyper, sidecar.hyper, name)
      XCTAssertEqual(new.state?.names, state.names, name)
      XCTAssertEqual(new.state?.parameters, state.parameters, name)
      XCTAssertEqual(new.state?.optimizer, state.optimizer, name)
      XCTAssertEqual(new.state?.evaluations, state.evaluations, name)
      XCTAssertEqual(new.state?.best?.parameters, state.best?.parameters, name)
      XCTAssertEqual(new.state?.stepSeconds, state.stepSeconds, name)
    }
  }

  /// What version 1 says of a state may be wrong in any way.
  func testHostileProgressOfVersion1() throws {
    let source = Self.folders.appendingPathComponent("prompt")
    for (field, value, says) in [
      ("step", 1 << 25, "progress.step"), ("step", -1, "progress.step"), ("step", 5, "losses"),
      ("parameters", [String](), "progress.parameters"),
      ("parameters", ["prompt_embeddings", "more"], "parameters.more"),
      ("parameters", ["a", "a"], "progress.parameters"),
      ("best", ["step": 5, "loss": 1], "progress.best"),
      ("best", ["step": 1, "loss": "nan"], "progress.best"),
      ("evaluations", [["step": 9, "loss": 1, "accuracy": 1]], "progress.evaluations"),
    ] as [(String, Any, String)] {
      try? FileManager.default.removeItem(at: folder)
      try FileManager.default.copyItem(at: source, to: folder)
      let url = folder.appendingPathComponent("pts.json")
      var root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
      root["progress"] = (root["progress"] as! [String: Any]).merging([field: value]) { $1 }
      try JSONSerialization.data(withJSONObject: root).write(to: url)
      XCTAssertThrowsError(
        try Adapter(folder: folder, includingState: true), "\(field) \(value)"
      ) { XCTAssertTrue("\($0)".contains(says), "\($0)") }
    }
  }
}
