import Adapters
import Crypto
import Files
import Foundation
import JSON
import Mutation
import ReferenceData
import Tensors
import Transformers
import Tuning

/// Adapter folders that PEFT wrote, of every type on every family, and ours with a run's state.
final class AdapterFolders: FuzzKind {
  static let name = "adapters"
  let fixtures: [Fixture]
  private let bases: [String: String]
  private let shelf: ModelShelf
  private let mutator: FolderMutator

  init() throws {
    let shelf = ModelShelf()
    self.shelf = shelf
    var fixtures: [Fixture] = []
    var bases: [String: String] = [:]
    func add(_ fixture: Fixture, base: String) {
      fixtures.append(fixture)
      bases[fixture.name] = base
    }
    for folder in try Self.folders() {
      add(Fixture(name: folder.url.pathBelowFixtures, folder: folder.url), base: folder.base)
    }
    for folder in try ReferenceData.folders("saved/version-1", holding: "pts.json") {
      add(Fixture(name: folder.pathBelowFixtures, folder: folder), base: "models/tiny")
    }
    for tuned in TunedFixture.all {
      add(
        Fixture.made(tuned.name) { try tuned.adapterFiles(shelf[tuned.model]) }, base: tuned.model)
    }
    (self.fixtures, self.bases) = (fixtures, bases)
    mutator = try FolderMutator(fixtures, words: ["CARTRIDGE", "CPT", "prompt_embeddings"])
  }

  /// PEFT's, each with its base's folder below the fixtures.
  private static func folders() throws -> [(url: URL, base: String)] {
    func base(_ folder: URL) throws -> String {
      let model = try ReferenceData.json(folder.appendingPathComponent("case.json"))["model"]
      guard let name = model?.string else { throw FuzzFault.broken("\(folder.path) has no model") }
      return name.contains("/") ? name : "models/\(name)"
    }
    var result: [(URL, String)] = []
    for place in ["adapters/lora", "methods", "tuning"] {
      for folder in try ReferenceData.folders(place, holding: "case.json") {
        for part in ["adapter", "initial", "final"] {
          let url = folder.appendingPathComponent(part)
          guard Adapter.isPresent(in: url) else { continue }
          result.append((url, try base(folder)))
        }
      }
    }
    for folder in try ReferenceData.folders("pairs", holding: Adapter.configurationName) {
      let name = folder.lastPathComponent
      let base = ["-causal-lm", "-seq-cls", "-seq-2-seq-lm"].lazy.compactMap { task in
        name.range(of: task).map { String(name[..<$0.upperBound]) }
      }.first
      guard let base else { throw FuzzFault.broken("\(name) names no task") }
      result.append((folder, "pairs/models/\(base)"))
    }
    return result
  }

  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    let good = try fixture.files()
    let files = try mutator.mutate(good, &draw) { files, path in
      // Else no change would get past the digests.
      guard path.hasSuffix(".safetensors"), let old = good[path], let new = files[path],
        let sidecar = files["pts.json"]
      else { return }
      let text = String(decoding: sidecar, as: UTF8.self)
      files["pts.json"] = Array(text.replacing(Self.digest(old), with: Self.digest(new)).utf8)
    }
    var mutant = Mutant(fixture, files: files)
    // A good adapter on a model that it wasn't made for is as strange.
    mutant.base = draw.once(in: 8) ? bases[draw.of(fixtures).name] : bases[fixture.name]
    return mutant
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).hexadecimal
  }

  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    let adapter = try Adapter(folder: folder, includingState: true)
    guard let base = mutant.base ?? bases[mutant.fixture] else {
      throw FuzzFault.broken("\(mutant.fixture) has no base")
    }
    let model = try shelf[base]
    return {
      // A caller that allows another base continues.
      _ = try? adapter.check(base: model, name: "model")
      try Self.useAsStart(adapter, model)
      let head = try adapter.classificationHead(for: model)
      let method = try adapter.method(for: model)
      let labels = (0..<(head?.labels ?? 0)).map { ["good", "bad"].dropFirst($0).first ?? "\($0)" }
      var session = Session(
        model: model, plan: try PromptPlan(adapter, isClassifying: head != nil), head: head,
        labels: labels)
      session.hyper = adapter.sidecar?.hyper ?? session.hyper
      session.hyper.length = .steps(1)
      session.state = adapter.state
      try session.run(method)
    }
  }

  /// As `init:` takes it.
  private static func useAsStart(_ adapter: Adapter, _ model: LocalModel) throws {
    guard let prompt = try? adapter.contents.tensor("prompt_embeddings"), prompt.rank == 2 else {
      return
    }
    let rows = (0..<prompt.shape[0]).map { prompt.rows($0..<$0 + 1).values }
    for method in [MethodPlan.prompt, .prefix(projection: nil)] {
      let plan = PromptPlan(
        template: try Template("{text}"), soft: rows.count, method: method,
        initial: .vectors(rows, from: "adapter"))
      _ = try? plan.startingMethod(model)
    }
  }
}

extension PromptPlan {
  /// The prompt that a declaration with `from:` makes of a folder.
  fileprivate init(_ adapter: Adapter, isClassifying: Bool) throws {
    let (contents, sidecar) = (adapter.contents, adapter.sidecar)
    let usual = isClassifying ? "{review}" : "{review} {mood}"
    self.init(
      template: try Template(sidecar?.template ?? usual),
      soft: contents["num_virtual_tokens"]?.int ?? sidecar?.soft ?? 0,
      answers: sidecar?.answers.map { Answer(label: $0[0], words: $0[1]) } ?? [],
      demos: min(sidecar?.demos ?? 0, 1))
    switch (sidecar?.method, contents.kind) {
    case (.prompt(let method)?, _): self.method = method
    case (_, .prefix), (_, .cartridge): method = .prefix(projection: nil)
    case (_, .multitask):
      let count = contents["num_tasks"]?.int ?? 0
      method = .multitask(rank: 1, task: "number", tasks: (0..<count).map(String.init))
    default: break
    }
    if contents.kind == .lowRank { soft = 0 }
    soft = try softCount()
  }
}
