import Foundation
import Mutation
import ReferenceData
import Transformers
import Tuning

/// Every model folder of the fixtures: decoders, encoders, encoder–decoders, sentence encoders, shards.
struct ModelFolders: FuzzKind {
  static let name = "models"
  let fixtures: [Fixture]
  private let mutator: FolderMutator

  init() throws {
    let places = ["models", "pairs/models", "sentences"]
    let folders =
      try places.flatMap { try ReferenceData.folders($0, holding: "config.json") }
      + [ReferenceData.root.appendingPathComponent("methods/base-t5")]
    fixtures = folders.map { Fixture(name: $0.pathBelowFixtures, folder: $0) }
    mutator = try FolderMutator(fixtures, words: ["model.safetensors", "1_Pooling"])
  }

  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    Mutant(fixture, files: try mutator.mutate(fixture.files(), &draw))
  }

  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    let model = try ReferenceData.model(folder)
    return {
      let labels = ["good", "bad"]
      let head =
        model.kind == .encoder || model.isClassifier
        ? try model.classificationHead(labels: labels.count, seed: 1) : nil
      let plan = PromptPlan(
        template: try Template("{review}{soft:2} Mood:" + (head == nil ? " {mood}" : "")), soft: 2,
        seed: 3)
      try Session(model: model, plan: plan, head: head, labels: labels).run(
        try plan.startingMethod(model))
      if model.kind == .encoder {
        let vectors = try SentenceEncoder(model).embeddings(of: ["a film", "", "the play was cold"])
        guard vectors.shape == [3, model.network.shape.hiddenSize] else {
          throw FuzzFault.broken("vectors of three texts have the shape \(vectors.shape)")
        }
      }
    }
  }
}

extension LocalModel {
  /// A decoder whose checkpoint has a classifier's head alone.
  var isClassifier: Bool { kind == .decoder && causal == nil }
}

extension URL {
  /// How a fixture is called.
  var pathBelowFixtures: String {
    String(path.dropFirst(ReferenceData.root.path.count + 1))
  }
}
