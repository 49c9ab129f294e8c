import Foundation
import Tensors
import Transformers
import Tuning

/// Turned bytes of a good adapter folder: an error or an adapter, never a crash.
enum AdapterFuzz {
  /// Reads a folder of these files and does with it whatever a session would.
  static func check(_ files: [String: Data], in folder: URL, model: LanguageModel) throws {
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    // Else no change would get past the digests.
    try? recordDigests(in: folder)
    guard let adapter = try? Adapter(folder: folder, includingState: true) else { return }
    _ = try? adapter.check(base: model, name: "model")
    let head = try? adapter.classificationHead(for: model)
    guard let method = try? adapter.method(for: model),
      let task = try? TaskModel(model, head: head)
    else { return }
    let tape = Tape(recording: false)
    let row = RenderedRow(codes: [1, 2, 3], isTarget: [false, true, true], row: 0, label: 0)
    _ = task.logits(task.batch([row], for: method), method.steering(on: tape), on: tape)
    guard let state = adapter.state else { return }
    _ = try? TuningRun(
      model: task, method: method, hyper: adapter.sidecar?.hyper ?? Hyperparameters(),
      train: [row], validRows: 0, evaluate: nil, resuming: state)
  }

  static func run(on folder: URL, model: LanguageModel, rounds: Int, seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let good = Dictionary(
      uniqueKeysWithValues: try names.map {
        ($0, try Data(contentsOf: folder.appendingPathComponent($0)))
      })
    for name in names {
      for _ in 0..<rounds {
        var bad = good[name]!
        if Int.random(in: 0..<8, using: &generator) == 0 {
          bad = bad.prefix(Int.random(in: 0..<bad.count, using: &generator))
        }
        let reach = min(bad.count, 4000)
        if reach > 0 {
          for _ in 0..<Int.random(in: 1...4, using: &generator) {
            bad[Int.random(in: 0..<reach, using: &generator)] = .random(
              in: 0...255, using: &generator)
          }
        }
        try check(good.merging([name: bad]) { $1 }, in: folder, model: model)
      }
    }
  }

  /// Makes the sidecar vouch for the files beside it as they are.
  static func recordDigests(in folder: URL) throws {
    let url = folder.appendingPathComponent("pts.json")
    guard
      var root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any],
      let known = root["digests"] as? [String: String]
    else { return }
    var digests: [String: String] = [:]
    for name in known.keys where !name.contains("/") {
      digests[name] = try MappedFile.digest(folder.appendingPathComponent(name))
    }
    root["digests"] = digests
    try JSONSerialization.data(withJSONObject: root).write(to: url)
  }
}
