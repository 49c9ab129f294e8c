import Diagnostics
import Foundation
import Script
import Tensors
import Transformers
import Tuning

/// A declared model.
final class ModelObject: DeclaredObject {
  let declaration: Declaration
  let folder: URL
  let start: LanguageModel.Start
  let language: LanguageModel

  init(_ declaration: Declaration, host: EngineHost) throws {
    self.declaration = declaration
    (folder, start) = try Self.place(declaration, declaration.range, host: host)
    language = try host.catalog.model(folder, start: start)
  }

  /// A model that a run has trained.
  init(_ declaration: Declaration, folder: URL, trained language: LanguageModel) {
    self.declaration = declaration
    self.folder = folder
    self.language = language
    start = .checkpoint
  }

  /// The folder and the start that the fields mean, before and while running.
  static func place(
    _ fields: some FieldSource, _ range: SourceRange, host: EngineHost
  ) throws -> (URL, LanguageModel.Start) {
    let from = try fields.string("from") ?? ""
    let folder = try host.catalog.folder(from, in: host.url(from, usedIn: range.file))
    if try fields.string("dtype") == "bf16" {
      throw Fault(
        "models are computed in f32 here so far", hint: "write \"auto\" or leave `dtype` out",
        at: .field("dtype"))
    }
    let isFresh = try fields.string("init") == "random"
    return (folder, isFresh ? .random(seed: try fields.seed("seed")) : .checkpoint)
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
