import Diagnostics
import Foundation
import Script
import Tensors
import Transformers
import Tuning

/// Where a model's files lie, and what its weights begin from.
struct ModelPlace {
  let folder: URL
  /// What other programs find it by: a path, or a name of the hub.
  let name: String
  let start: LanguageModel.Start
}

/// A declared model.
final class ModelObject: DeclaredObject {
  let declaration: Declaration
  let place: ModelPlace
  let language: LanguageModel

  init(_ declaration: Declaration, host: EngineHost) throws {
    self.declaration = declaration
    place = try Self.place(declaration, declaration.range, host: host, fetches: true)
    language = try host.catalog.model(place.folder, start: place.start)
  }

  /// A model that a run has trained.
  init(_ declaration: Declaration, of base: ModelPlace, trained language: LanguageModel) {
    self.declaration = declaration
    self.language = language
    place = ModelPlace(folder: base.folder, name: base.name, start: .checkpoint)
  }

  /// What the fields mean, before and while running.
  ///
  /// - Parameter fetches: whether to download what the cache of the hub lacks.
  static func place(
    _ fields: some FieldSource, _ range: SourceRange, host: EngineHost, fetches: Bool
  ) throws -> ModelPlace {
    let from = try fields.string("from") ?? ""
    let revision = fields.isWritten("revision") ? try fields.string("revision") : nil
    let (folder, name) = try host.catalog.place(
      from, in: host.url(from, usedIn: range.file), revision: revision, fetches: fetches)
    if try fields.string("dtype") == "bf16" {
      throw Fault(
        "models are computed in f32 here so far", hint: "write \"auto\" or leave `dtype` out",
        at: .field("dtype"))
    }
    let isFresh = try fields.string("init") == "random"
    return ModelPlace(
      folder: folder, name: name,
      start: isFresh ? .random(seed: try fields.seed("seed")) : .checkpoint)
  }

  var typeName: String { "model" }

  static let properties: [(name: String, doc: String)] = [
    ("name", "the name it was declared by"),
    ("embedding", "the embedding table, [V, H]"),
    ("layers", "L, the number of blocks"),
    ("heads", "attention heads"),
    ("hidden", "H, the width of an embedding"),
    ("vocabulary", "V, the number of tokens it knows"),
    ("context", "the longest row it takes, soft tokens included"),
    ("parameters", "how many weights it has"),
    ("fingerprint", "SHA-256 over its weights and its tokenizer"),
  ]

  var memberNames: [String] {
    Self.properties.map(\.name) + ModelMethods.all.map(\.name)
  }

  func memberDoc(_ name: String) -> String? {
    Self.properties.first { $0.name == name }?.doc ?? method(name)?.doc
  }

  func method(_ name: String) -> Builtin? { ModelMethods.all.first { $0.name == name } }

  func member(_ name: String) throws -> Value? {
    let shape = language.causal.shape
    switch name {
    case "name": return .string(declaration.name)
    case "embedding": return .object(TensorObject(language.causal.embedding.value))
    case "layers": return .number(Double(shape.layers))
    case "heads": return .number(Double(shape.heads))
    case "hidden": return .number(Double(shape.hiddenSize))
    case "vocabulary": return .number(Double(shape.vocabularySize))
    case "context": return .number(Double(shape.maximumPositions))
    case "parameters": return .number(Double(language.causal.parameterCount))
    case "fingerprint": return .string(language.fingerprint)
    default: return nil
    }
  }

  var text: String {
    let shape = language.causal.shape
    return
      "model \(declaration.name): \(shape.modelType), \(shape.layers) layers of \(shape.hiddenSize), "
      + "vocabulary \(shape.vocabularySize), context \(shape.maximumPositions), "
      + "\(language.causal.parameterCount) parameters"
  }
}

extension CausalModel {
  package var parameterCount: Int {
    parameters.reduce(0) { sum, parameter in
      switch parameter.storage {
      case .plain(let variable): sum + variable.value.count
      case .packed(let weight): sum + weight.inputs * weight.outputs
      }
    }
  }
}
