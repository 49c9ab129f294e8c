import Script
import Tuning

/// `prompt name { template: … }`: words, and learned vectors among them.
enum PromptNoun: Noun {
  static let schema = NounSchema(
    "prompt",
    doc: "Words around the columns of a row, and soft tokens in front of or among them.",
    example: """
      prompt hard { template: "Review: {review}\\nMood: {mood}" }
      prompt soft { like: hard, soft: 8, init: "vocab" }
      soft.template
      """,
    aliases: ["template", "prompts"],
    fields: [
      FieldSchema(
        "template", .string, sweepable: true,
        doc:
          "text with {column}, {soft}, {soft:5}, {demos}, {end}, {sep} (an encoder's second text "
          + "follows); {column:end} is a column of such a name, {{ and }} are braces",
        example: "\"Review: {review}\\nMood: {mood}\"",
        aliases: ["text", "format", "words", "prompt"]),
      FieldSchema(
        "soft", .integerIn(.between(0, 10_000)), default: 0, sweepable: true,
        doc: "P, the number of soft tokens; they come first unless the template has {soft}",
        example: "8",
        aliases: [
          "token", "tokens", "virtual_tokens", "num_virtual_tokens", "length", "soft_tokens",
          "size",
          "prompt_length",
        ]),
      FieldSchema(
        "init", .string.or(.object("prompt")).or(.object("run")).or(.object("tensor")),
        default: "vocab", sweepable: true,
        doc:
          "\"vocab\", \"random\", \"labels\", a text, an adapter folder, a prompt, a run, a tensor",
        example: "\"Classify the mood:\"",
        aliases: ["start", "initial", "init_text", "initialization", "prompt_tuning_init"],
        completion: .words(["vocab", "random", "labels"])),
      FieldSchema(
        "from", .string.or(.object("run")).or(.object("prompt")),
        doc:
          "an adapter folder that `save` or PEFT wrote, a run, or a tuned prompt: as it was tuned",
        example: "\"mood-adapter\"", aliases: ["adapter", "folder", "path", "load"],
        completion: .path([])),
      FieldSchema(
        "base", .choice(["same", "any"]), default: "same",
        doc: "\"any\" lets a folder onto another base than it was tuned on, if the sizes fit",
        example: "\"any\""),
      FieldSchema(
        "method", .choice(["prompt", "ptuning", "prefix", "deep", "multitask"]), default: "prompt",
        sweepable: true,
        doc:
          "\"prompt\" learns embeddings, \"ptuning\" a network that makes them, \"prefix\" keys and "
          + "values of every block, \"deep\" soft tokens for every block, \"multitask\" one prompt and "
          + "a factor for each task",
        example: "\"prefix\"", aliases: ["peft_type", "kind", "type"]),
      FieldSchema(
        "network", .choice(["mlp", "lstm"]), default: "mlp", sweepable: true,
        doc: "what makes the embeddings in \"ptuning\"", example: "\"lstm\"",
        aliases: ["encoder", "encoder_reparameterization_type"]),
      FieldSchema(
        "width", .integerIn(.between(1, 65_536)), sweepable: true,
        doc: "inner width of the network of \"ptuning\" (H by default), or of the projection of "
          + "\"prefix\" (none by default: learned directly)",
        example: "128", aliases: ["encoder_hidden_size", "hidden_size", "projection"]),
      FieldSchema(
        "layers", .integerIn(.between(1, 8)), default: 2, sweepable: true,
        doc: "layers of the \"lstm\" network", example: "1", aliases: ["encoder_num_layers"]),
      FieldSchema(
        "task_rank", .integerIn(.between(1, 1024)), default: 1, sweepable: true,
        doc: "rank of a task's factor in \"multitask\"", example: "2",
        aliases: ["rank", "num_ranks"]),
      FieldSchema(
        "task", .string, doc: "the column that names a row's task in \"multitask\"",
        example: "\"task\"", aliases: ["task_ids", "task_id"], completion: .column),
      FieldSchema(
        "answers", .record(.string), default: .record([]),
        doc: "label → the words that the model gives for it; scoring then chooses among them",
        example: "{positive: \"good\", negative: \"bad\"}",
        aliases: ["labels", "verbalizer", "choices", "classes", "label_words"]),
      FieldSchema(
        "scoring", .choice(ChoiceScoring.allCases.map(\.rawValue)), default: "sum",
        doc:
          "how answers are compared: by the sum of their tokens' log-probabilities, or by that over "
          + "their tokens, characters (lm-eval's acc_norm) or bytes (acc_bytes)",
        example: "\"per_character\"",
        aliases: ["normalize", "normalization", "acc_norm", "length_normalization", "norm"]),
      FieldSchema(
        "max_tokens", .integerIn(.from(1)).or(.none), default: Literal.none,
        doc: "keep the first tokens of the input column and cut the rest; the dataset's by default",
        example: "128", aliases: ["max_length", "max_seq_length", "truncation"]),
      FieldSchema(
        "demos", .count, default: 0, sweepable: true,
        doc: "how many training rows {demos} shows as examples", example: "4",
        aliases: ["examples", "shots", "few_shot", "demonstrations", "k"]),
      FieldSchema(
        "seed", .integerIn(.between(0, 9_007_199_254_740_991)), default: 0, sweepable: true,
        doc: "seed of a drawn init and of the demos; a run's own `seed` when none is given",
        example: "1", aliases: ["random_state", "init_seed", "prompt_seed"]),
    ])

  static func declare(_ declaration: Declaration, _ engine: Engine) throws -> Value {
    .object(try PromptObject(declaration, engine: engine))
  }

  /// The points of a sweep are checked where a run picks one.
  static func check(_ declaration: StaticDeclaration, _ context: CheckContext) throws -> Any? {
    let fields = LayeredFields(layers: [context.fields(of: declaration)])
    let folders = AdapterFolders(context.engine, file: declaration.range.file, fetches: false)
    return try context.unknown.tolerating { try DeclaredPrompt(fields, folders) }
  }
}
