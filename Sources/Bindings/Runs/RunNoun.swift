import Data
import Script
import Tensors
import Transformers

/// `run name { model: …, prompt: …, data: …, hyper: … }`: trains when it is reached.
enum RunNoun: Noun {
  static let schema = NounSchema(
    "run",
    doc: "Tunes a prompt on a frozen model; with sweep([…]) in a field it becomes a grid of runs.",
    example: """
      model lm { from: "workshop" }
      dataset pets {
        from: [{text: "a cat", kind: "animal"}, {text: "a fern", kind: "plant"}]
        input: "text", target: "kind", split: [1, 0, 0]
      }
      prompt soft { template: "{text} is {kind}", soft: 4 }
      run first { model: lm, prompt: soft, data: pets, steps: 5, batch: 2 }
      first.loss
      """,
    aliases: ["train", "tune", "fit", "trainer", "experiment", "job"],
    fields: own + overrides)

  private static let own = [
    FieldSchema(
      "model", .noun("model"), required: true, unless: "from", doc: "the frozen model",
      example: "lm",
      aliases: ["lm", "base", "llm"]),
    FieldSchema(
      "prompt", .noun("prompt"), required: true, unless: "from", sweepable: true,
      doc: "the prompt to tune; a run's own, `first.prompt`, begins where that run has got to",
      example: "soft", aliases: ["template"]),
    FieldSchema(
      "data", .noun("dataset"), required: true, unless: "from", doc: "the rows to train on",
      example: "reviews",
      aliases: ["dataset", "train", "rows", "train_dataset"]),
    FieldSchema(
      "hyper", .noun("hyper"), doc: "the hyperparameters; the run's own fields override them",
      example: "base", aliases: ["hyperparameters", "config", "args", "params"]),
    FieldSchema(
      "tune", .choice(["prompt", "head", "lora", "full"]), default: "prompt",
      doc:
        "\"prompt\" leaves the model frozen; as baselines, \"head\" trains a classification\'s head "
        + "alone, \"lora\" low-rank updates beside the layers, \"full\" the model itself",
      example: "\"lora\"", aliases: ["what", "trainable"]),
    FieldSchema(
      "rank", .integerIn(.between(1, 4096)), default: 8, sweepable: true,
      doc: "r of \"lora\"", example: "16", aliases: ["r", "lora_r"]),
    FieldSchema(
      "alpha", .numberIn(.above(0)), default: 8, sweepable: true,
      doc: "updates of \"lora\" are scaled by alpha / rank", example: "16", aliases: ["lora_alpha"]),
    FieldSchema(
      "targets", .list(.string),
      doc: "how the names of the layers end that \"lora\" updates; by default what PEFT takes",
      example: "[\"c_attn\"]", aliases: ["target_modules", "modules"]),
    FieldSchema(
      "from", .string,
      doc:
        "a run of the store, by its id or its name: it comes as it was trained, with `model` and `data` "
        + "where those are given",
      example: "\"febe335b\"", aliases: ["id", "run", "load", "stored"]),
    FieldSchema(
      "resume", .string,
      doc: "a folder that `save` wrote: the run continues from the step it had reached",
      example: "\"mood-adapter\"",
      aliases: ["resume_from", "checkpoint", "resume_from_checkpoint"],
      completion: .path([])),
  ]

  private static let overrides: [FieldSchema] =
    HyperNoun.schema.fields.map { $0.asOverride() }
    + PromptNoun.schema.fields.filter { RunFields.overridesPrompt($0.name) && $0.name != "seed" }
    .map { $0.asOverride() } + [
      FieldSchema(
        "prompt_seed", .integerIn(.between(0, 9_007_199_254_740_991)), sweepable: true,
        doc:
          "the prompt's `seed`, of a drawn init and of the demos; the run's `seed` where neither is given",
        example: "1", aliases: ["init_seed", "seed_prompt"])
    ]

  static func declare(_ declaration: Declaration, _ engine: Engine) throws -> Value {
    if let id = try declaration.string("from") {
      return .object(try StoredRun(id, engine, at: .field("from")).declared(by: declaration))
    }
    return try RunDeclaration(declaration, engine: engine).train()
  }

  static func check(_ run: StaticDeclaration, _ context: CheckContext) throws -> Any? {
    // A fault is reported where it was made.
    try context.checkReferences(["model", "prompt", "data", "hyper"], of: run)
    if run.isWritten("from") {
      try StoredRun.checkFields(run.fields.map(\.name))
      guard case .string(let id)? = run.value("from") else { return nil }
      do {
        let stored = try StoredRun(id, context.engine, at: .field("from"))
        try stored.check()
        return Found.stored(stored)
      } catch {
        guard !StoredRun.mayBeMade(id, by: context.declarations(before: run)) else {
          throw NotYetKnown()
        }
        throw error
      }
    }
    let hyper = context.declaration(in: "hyper", of: run)
    let prompt = context.declaration(in: "prompt", of: run)
    let model = context.checked(ModelNoun.Checked.self, in: "model", of: run)
    let data = context.checked(DatasetNoun.Checked.self, in: "data", of: run)
    let planner = RunPlanner(
      run: context.fields(of: run), prompt: prompt.map(context.fields),
      hyper: run.explicit("hyper") == nil ? HyperDefaults() : hyper.map(context.fields),
      model: model, data: data,
      folders: AdapterFolders(context.engine, file: run.range.file, fetches: false),
      unknown: context.unknown, rowNotes: context.rowNotes(of: run))
    let sweep = try Sweep(run: run, hyper: hyper, prompt: { _ in prompt })
    let resolutions = try sweep.points.map { try planner.resolve(at: Dictionary($0) { $1 }) }
    guard let model, let data, context.unknown.fields.isEmpty else { return nil }
    return Found.planned(
      Checked(
        model: model, dataset: data.dataset,
        points: zip(sweep.names(of: run.name), resolutions).compactMap { name, resolution in
          resolution.map { (name, $0) }
        }))
  }

  /// What a check finds where it leaves nothing to running.
  enum Found {
    case planned(Checked)
    /// It comes from the store as it was trained.
    case stored(StoredRun)
  }

  /// A run that trains, or that the store has under its key.
  struct Checked {
    let model: ModelNoun.Checked
    let dataset: Dataset
    /// One, or one for each point of a sweep.
    let points: [(name: String, resolution: RunPlanner.Resolution)]

    func plans(_ catalog: ModelCatalog) throws -> [(name: String, plan: TuningPlan)] {
      let identity = TuningPlan.Model(
        path: model.place.name, fingerprint: try catalog.fingerprint(model.place),
        configuration: try catalog.description(model.place.folder).configurationHash,
        precision: model.precision, labels: model.labels)
      let data = TuningPlan.Data(dataset)
      return points.map { name, resolution in
        (name, TuningPlan(resolution, model: identity, data: data))
      }
    }
  }
}
