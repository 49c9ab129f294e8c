import Script
import Tensors
import Transformers

/// `model name { from: … }`: the frozen language model.
enum ModelNoun: Noun {
  static let schema = NounSchema(
    "model",
    doc:
      "A frozen language model: the embedded one, a folder as Hugging Face keeps it, or one of its hub.",
    example: """
      model lm { from: "workshop" }
      lm.generate("The film was", tokens: 8)
      """,
    aliases: ["lm", "llm", "base", "network"],
    fields: [
      FieldSchema(
        "from", .string, required: true,
        doc:
          "\"workshop\" (the embedded model), the path of a model folder, or else \"owner/name\" of "
          + "the hub, or \"gpt2\" and the other names without an owner: from its cache, downloaded when it isn't there",
        example: "\"workshop\"",
        aliases: ["path", "name", "folder", "source", "checkpoint", "model"],
        completion: .path([])),
      FieldSchema(
        "revision", .string, default: "main",
        doc: "of a hub model: a branch, a tag or a commit; a branch stays where it was when it was "
          + "downloaded",
        example: "\"main\"", aliases: ["branch", "commit", "tag", "version"]),
      FieldSchema(
        "dtype", .choice(["auto", "f32", "bf16"]), default: "auto",
        doc:
          "what frozen weights are held in, with sums in f32; \"bf16\" takes half the memory on every "
          + "processor; \"auto\" is bf16 where the processor has native bf16 instructions and the model is "
          + "at least 512 wide",
        example: "\"f32\"", aliases: ["precision", "torch_dtype", "type"]),
      FieldSchema(
        "labels", .list(.string),
        doc:
          "the classes of a classification, in the order of its head's logits; an encoder needs them",
        example: "[\"positive\", \"negative\"]", aliases: ["classes", "id2label", "num_labels"]),
      FieldSchema(
        "init", .choice(["checkpoint", "random"]), default: "checkpoint",
        doc: "\"random\" draws fresh weights by seed instead of reading the folder's",
        example: "\"random\"", aliases: ["weights"]),
      FieldSchema(
        "seed", .integerIn(.between(0, 9_007_199_254_740_991)), default: 0,
        doc: "seed of fresh weights, and of a head that the checkpoint lacks", example: "1",
        aliases: ["random_state"]),
    ])

  static func declare(_ declaration: Declaration, _ engine: Engine) throws -> Value {
    .object(try ModelObject(declaration, engine: engine))
  }

  /// What is known of a model before running.
  struct Checked {
    let place: ModelPlace
    let description: ModelDescription
    let labels: ModelLabels?
    /// False where only running knows whether it has labels.
    var hasKnownLabels = true

    /// What decides a run's result about it.
    var precision: Precision { place.precision ?? .suited(to: description.shape) }
  }

  static func check(_ declaration: StaticDeclaration, _ context: CheckContext) throws -> Any? {
    let fields = context.fields(of: declaration)
    let place = try ModelObject.place(
      fields, declaration.range, engine: context.engine, fetches: false)
    let description = try context.engine.catalog.description(place.folder)
    if place.start == .checkpoint { _ = try description.source.weights() }
    let labels = try ModelObject.labels(fields)
    let hasKnownLabels = !context.unknown.contains("labels")
    if hasKnownLabels { try ModelObject.check(labels, description) }
    return Checked(
      place: place, description: description, labels: labels, hasKnownLabels: hasKnownLabels)
  }
}
