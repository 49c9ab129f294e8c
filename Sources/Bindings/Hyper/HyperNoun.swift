import Script
import Tuning

/// `hyper name { lr: … }`: how a run trains.
enum HyperNoun: Noun {
  static let schema = NounSchema(
    "hyper",
    doc: "Hyperparameters: optimizer, learning rate, length, batch and when to stop.",
    example: """
      hyper base { optimizer: "adamw", lr: 0.3, steps: 200, batch: 16, seed: 7 }
      base.lr
      """,
    aliases: ["hyperparameters", "hyperparams", "params", "config", "training", "args"],
    fields: [
      FieldSchema(
        "optimizer", .choice(["adamw", "adafactor", "sgd"]), default: "adamw", sweepable: true,
        doc: "adamw, adafactor (as Lester et al. 2021) or sgd", example: "\"adamw\"",
        aliases: ["optim", "opt", "optimiser", "solver"]),
      FieldSchema(
        "lr", .numberIn(.above(0)).or(.none), default: Literal.none, sweepable: true,
        doc:
          "the highest learning rate; when none is given, what suits the method: 0.3 for soft tokens, 0.1 "
          + "for a prefix, 0.01 for \"ptuning\" or with labels, 0.003 for \"lora\", 0.0003 for \"full\"",
        example: "0.3",
        aliases: ["learning_rate", "rate", "learningrate", "eta", "alpha", "step_size"]),
      FieldSchema(
        "steps", .integerIn(.between(1, 10_000_000)).or(.none), default: Literal.none,
        sweepable: true,
        doc: "optimizer steps; 200 when neither steps nor epochs is given", example: "200",
        aliases: ["max_steps", "iterations", "num_steps", "iters", "updates"]),
      FieldSchema(
        "epochs", .integerIn(.between(1, 1_000_000)).or(.none), default: Literal.none,
        sweepable: true, doc: "passes over the training split, instead of steps", example: "3",
        aliases: ["epoch", "num_epochs", "num_train_epochs", "passes"]),
      FieldSchema(
        "batch", .integerIn(.between(1, 65_536)), default: 16, sweepable: true,
        doc: "rows that go through the model at once, B", example: "16",
        aliases: ["batch_size", "batchsize", "bs", "per_device_train_batch_size"]),
      FieldSchema(
        "accumulate", .integerIn(.between(1, 65_536)), default: 1, sweepable: true,
        doc:
          "batches whose gradients are averaged into one step, as one larger batch would give it",
        example: "4",
        aliases: [
          "gradient_accumulation_steps", "gradient_accumulation", "grad_accum",
          "accumulate_grad_batches", "accumulation_steps", "accumulation",
        ]),
      FieldSchema(
        "schedule", .choice(["constant", "linear", "cosine"]), default: "constant",
        sweepable: true, doc: "how the rate falls after the warm-up", example: "\"cosine\"",
        aliases: ["scheduler", "lr_scheduler", "lr_scheduler_type", "lr_schedule"]),
      FieldSchema(
        "warmup", .numberIn(.between(0, 10_000_000)), default: 0, sweepable: true,
        doc: "steps over which the rate rises from 0; below 1 a share of all steps, rounded up",
        example: "0.1",
        aliases: ["warm_up", "warmup_steps", "num_warmup_steps", "warmup_ratio", "warmup_share"]),
      FieldSchema(
        "decay", .numberIn(.from(0)).or(.none), default: Literal.none, sweepable: true,
        doc: "weight decay; 0.01 for adamw, 1e-5 for adafactor, 0 for sgd when not given",
        example: "0.01", aliases: ["weight_decay", "wd", "l2", "regularization"]),
      FieldSchema(
        "betas", .list(.numberIn(.from(0).below(1))), default: [0.9, 0.999],
        doc: "AdamW's averaging factors", example: "[0.9, 0.999]",
        aliases: ["beta", "adam_betas"]),
      FieldSchema(
        "eps", .numberIn(.between(1e-30, 1e6)), default: 1e-8, sweepable: true,
        doc: "AdamW's epsilon, added to the root of the averaged square", example: "1e-6",
        aliases: ["adam_epsilon", "epsilon", "adam_eps"]),
      FieldSchema(
        "momentum", .numberIn(.from(0).below(1)), default: 0, sweepable: true,
        doc: "SGD's momentum", example: "0.9"),
      FieldSchema(
        "clip", .numberIn(.above(0)).or(.none), default: Literal.none, sweepable: true,
        doc: "the largest gradient norm let through, or none", example: "1.0",
        aliases: ["max_grad_norm", "grad_clip", "clip_norm", "gradient_clip"]),
      FieldSchema(
        "label_smoothing", .numberIn(.from(0).below(1)), default: 0, sweepable: true,
        doc:
          "the share of each target's probability that is spread over all classes, as torch has it; `loss` "
          + "is then the smoothed one, scores and `valid` are not smoothed",
        example: "0.1", aliases: ["label_smoothing_factor", "smoothing", "smooth"]),
      FieldSchema(
        "class_weights",
        .choice(["balanced"]).or(.record(.numberIn(.between(1e-6, 1e6)))).or(.none),
        default: Literal.none,
        sweepable: true,
        doc:
          "label → how much its rows count in the training loss, a weighted mean as torch has it; \"balanced\" "
          + "lets every label count alike, as scikit-learn has it",
        example: "{negative: 1, positive: 3}",
        aliases: ["class_weight", "weights", "label_weights", "weight", "pos_weight"]),
      FieldSchema(
        "seed", .integerIn(.between(0, 9_007_199_254_740_991)), default: 0, sweepable: true,
        doc: "seed of the order of rows, and of a prompt that has none of its own", example: "7",
        aliases: ["random_state", "data_seed", "random_seed", "manual_seed"]),
      FieldSchema(
        "shuffle", .bool, default: true, doc: "a new order of rows every epoch", example: "false",
        aliases: ["shuffles", "shuffled"]),
      FieldSchema(
        "eval_every", .integerIn(.from(1)).or(.none), default: Literal.none,
        doc: "steps between evaluations on the valid split; the best step is then kept",
        example: "50", aliases: ["eval_steps", "evaluate_every", "eval", "validate_every"]),
      FieldSchema(
        "eval_on_start", .bool, default: false,
        doc: "evaluates the untrained start on the valid split as well, as step 0", example: "true",
        aliases: ["evaluate_start", "eval_start", "validate_start"]),
      FieldSchema(
        "patience", .integerIn(.from(1)).or(.none), default: Literal.none,
        doc: "evaluations without a better loss before stopping", example: "5",
        aliases: ["early_stopping", "early_stopping_patience"]),
    ])

  static func declare(_ declaration: Declaration, _ engine: Engine) throws -> Value {
    .object(try HyperObject(declaration))
  }

  static func check(_ declaration: StaticDeclaration, _ context: CheckContext) throws -> Any? {
    let fields = LayeredFields(layers: [context.fields(of: declaration)])
    return try context.unknown.tolerating { try Hyperparameters(fields) }
  }
}
