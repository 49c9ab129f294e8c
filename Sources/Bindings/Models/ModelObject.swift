import Diagnostics
import Figures
import Foundation
import Script
import Tensors
import Transformers
import Tuning

/// A declared model.
final class ModelObject: DeclaredObject, FamilyObject {
  let declaration: Declaration
  let place: ModelPlace
  /// What needs its weights gets them by `local(for:)`.
  let model: any LanguageModel
  /// SHA-256 over its weights and its tokenizer.
  let fingerprint: String
  /// The classes of a classification; nil where the model writes text.
  let labels: ModelLabels?

  init(_ declaration: Declaration, engine: Engine) throws {
    self.declaration = declaration
    place = try Self.place(declaration, declaration.range, engine: engine, fetches: true)
    let language = try engine.catalog.model(place)
    model = language
    fingerprint = language.fingerprint
    labels = try Self.labels(declaration)
    try Self.check(labels, language.description)
    if place.precision == .bf16, !Precision.hasNativeBF16 {
      engine.warn(
        "\(declaration.name): `dtype: \"bf16\"` saves memory, not time: this processor has no native bf16 "
          + "instructions\n")
    }
    if let labels {
      let order = LabelOrder(names: labels.names, own: language.description.labels)
      if let warning = order.warning(try language.headOrigin(labels: labels.names.count)) {
        engine.warn("model `\(declaration.name)`: \(warning)\n")
      }
    }
  }

  /// Labels need a state that speaks for the whole row.
  static func check(_ labels: ModelLabels?, _ model: ModelDescription) throws {
    guard let labels else { return }
    if model.architecture.kind == .encoderDecoder {
      throw Fault(
        "a \(model.shape.modelType) model answers in words, without a head for labels",
        hint: "leave `labels` out; `answers` of a prompt chooses among words", at: .field("labels"))
    }
    try LabelOrder(names: labels.names, own: model.labels).check()
  }

  /// A model that a run has trained.
  init(_ model: ModelObject, trained language: LocalModel) {
    declaration = model.declaration
    labels = model.labels
    self.model = language
    fingerprint = language.fingerprint
    place = ModelPlace(
      folder: model.place.folder, name: model.place.name, start: .checkpoint, precision: .f32)
  }

  /// The model with its weights; throws where they are elsewhere.
  /// - Parameter purpose: what needs them: "training".
  func local(for purpose: String) throws -> LocalModel { try model.local(for: purpose) }

  /// What the fields mean, before and while running.
  ///
  /// - Parameter fetches: whether to download what the cache of the hub lacks.
  static func place(
    _ fields: some FieldSource, _ range: SourceRange, engine: Engine, fetches: Bool
  ) throws -> ModelPlace {
    let from = try fields.string("from") ?? ""
    let revision = fields.isWritten("revision") ? try fields.string("revision") : nil
    let (folder, name) = try engine.catalog.place(
      from, in: engine.url(from, usedIn: range.file), revision: revision, fetches: fetches)
    let precision = try fields.string("dtype").flatMap(Precision.init)
    let isFresh = try fields.string("init") == "random"
    return ModelPlace(
      folder: folder, name: name,
      start: isFresh ? .random(seed: try fields.seed("seed")) : .checkpoint,
      precision: precision)
  }

  /// The labels as the field gives them.
  static func labels(_ fields: some FieldSource) throws -> ModelLabels? {
    guard case .list(let values) = try fields.known("labels") else { return nil }
    let names = values.compactMap { if case .string(let name) = $0 { name } else { nil } }
    guard names.count > 1 else {
      throw Fault(
        "`labels` has \(names.count) label\(names.count == 1 ? "" : "s"); there is nothing to choose between",
        hint: "name every label", at: .field("labels"))
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw Fault(
        "`labels` names \"\(name)\" twice", hint: "name each label once", at: .field("labels"))
    }
    return ModelLabels(names: names, seed: try fields.seed("seed"))
  }

  static let family = MemberFamily(
    "model",
    properties: [
      ("name", "the name it was declared by"),
      ("embedding", "the embedding table, [V, H]"),
      ("layers", "L, the number of blocks"),
      ("heads", "attention heads"),
      ("hidden", "H, the width of an embedding"),
      ("vocabulary", "V, the number of tokens it knows"),
      ("labels", "the classes of a classification; none where the model writes text"),
      (
        "context",
        "the longest row it takes, soft tokens included; none where positions are relative"
      ),
      ("end_tokens", "the ids that end what it writes, of config.json and generation_config.json"),
      (
        "generation",
        "what the folder's generation_config.json suggests for `generate`, none of it applied; none where "
          + "there is no such file"
      ),
      ("parameters", "how many weights it has"),
      ("dtype", "what its weights are held and multiplied in: \"f32\" or \"bf16\""),
      ("fingerprint", "SHA-256 over its weights and its tokenizer"),
    ], methods: ModelMethods.all,
    gives: ["embedding": "tensor", "logits": "tensor", "tokens": "list", "end_tokens": "list"])

  func hint(forMissing name: String) -> String? {
    switch name {
    case "train", "fit", "tune": "a `run` tunes a prompt on it: declare one with this model"
    case "tokenize", "encode", "tokenizer": "write `.tokens(text)`"
    case "score", "evaluate", "eval": "a prompt is scored: `.score(split, model: …)` of a prompt"
    case "config", "size":
      "`.layers`, `.hidden`, `.vocabulary` and `.parameters` say how large it is"
    default: nil
    }
  }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "name": return .string(declaration.name)
    case "labels":
      return labels.map { .list($0.names.map { .string($0) }) } ?? Value.none
    case "fingerprint": return .string(fingerprint)
    case "generation": return try generation.map(Value.record) ?? Value.none
    default:
      guard Self.family.property(name) != nil else { return nil }
      return member(name, of: try local(for: "`.\(name)`"))
    }
  }

  private func member(_ name: String, of language: LocalModel) -> Value? {
    let shape = language.network.shape
    switch name {
    case "embedding": return .object(TensorObject(language.network.embedding.values))
    case "layers": return .number(Double(shape.layers))
    case "heads": return .number(Double(shape.heads))
    case "hidden": return .number(Double(shape.hiddenSize))
    case "vocabulary": return .number(Double(shape.vocabularySize))
    case "context":
      return shape.maximumPositions == ModelShape.unlimitedPositions
        ? Value.none : .number(Double(shape.maximumPositions))
    case "end_tokens":
      return .list(language.description.endTokens.ids.sorted().map { .number(Double($0)) })
    case "parameters": return .number(Double(language.network.parameterCount))
    case "dtype": return .string(language.precision.rawValue)
    default: return nil
    }
  }

  var text: String {
    guard let language = model.local else {
      return "model \(declaration.name): \(model.capabilities.name)"
    }
    let shape = language.network.shape
    let context =
      shape.maximumPositions == ModelShape.unlimitedPositions
      ? "rows of any length" : "context \(Numeral.count(shape.maximumPositions))"
    return
      "model \(declaration.name): \(shape.modelType), \(shape.layers) layers of \(shape.hiddenSize), "
      + "vocabulary \(Numeral.count(shape.vocabularySize)), \(context), "
      + "\(Numeral.count(language.network.parameterCount)) parameters" + suggestion
  }

  /// The fields of `generation_config.json`, without those that only transformers needs.
  private var generation: Record? {
    get throws {
      guard
        let root = try local(for: "`.generation`").description.source.generationDefaults()?.root,
        case .record(let all) = JSONReader.value(root)
      else { return nil }
      var shown = Record()
      for (name, value) in all where name != "transformers_version" && !name.hasPrefix("_") {
        shown[name] = value
      }
      return shown
    }
  }

  /// The folder's own settings for sampling, which a script can pass on.
  private var suggestion: String {
    let names = [
      "do_sample", "temperature", "top_k", "top_p", "min_p", "repetition_penalty", "num_beams",
    ]
    // The file was read when the model was declared; what keeps it from being read again changes nothing.
    guard let generation = try? generation else { return "" }
    let parts = names.compactMap { name in generation[name].map { "\(name): \($0.source)" } }
    return parts.isEmpty
      ? ""
      : "\n  its folder suggests \(parts.joined(separator: ", ")); `generate` applies none of it"
  }
}

extension TransformerModel {
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}

extension Value {
  var model: ModelObject { get throws { try object(called: "model") } }
}
