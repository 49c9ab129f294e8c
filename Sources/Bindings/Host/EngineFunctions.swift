import Figures
import Script
import Tuning

/// The functions that the engine adds to the language.
enum EngineFunctions {
  static let families = [
    FunctionFamily(
      "prompts", "Prompts, runs and plots",
      [compare, plot] + ChartFunctions.all + [
        FigureFile.save, StoredRunObject.lookUp, PromptAlgebra.average, TokenizerTraining.train,
      ]),
    FunctionFamily("files", "Files and JSON", [TableReading.readCSV]),
    FunctionFamily("tensors", "Tensors", TensorFunctions.all),
    FunctionFamily("random", "Random numbers", RandomFunctions.all),
  ]

  static let plot = Builtin(
    "plot",
    [
      .rest("values"), Parameter("title", .string, default: .none),
      Parameter("log", .bool, default: false, aliases: ["logy", "log_y", "yscale"]),
      Parameter("x", .string, default: .none, aliases: ["xlabel", "x_label"]),
      Parameter("y", .string, default: .none, aliases: ["ylabel", "y_label"]),
      Parameter("smooth", .integerIn(.between(0, 100_000)), default: .none, aliases: ["window"]),
    ],
    doc:
      "a chart of lists of numbers, named by a record's fields, of runs, a score, a split's labels or "
      + "a tensor; `log: true` makes the axis of the values logarithmic, `x` and `y` name the axes, and "
      + "`smooth: 9` draws the means of 9 neighbours over the curve (a run's noisy losses have them, "
      + "unless `smooth: 0`)",
    example: "plot({train: [3, 2, 1.5, 1.2], valid: [3.1, 2.4, 2, 1.9]}, log: true)"
  ) { call in .object(try Plot(call).figure()) }

  static let compare = Builtin(
    "compare",
    [.rest("prompts"), Parameter("on", .any), Parameter("model", .any, default: .none)],
    doc: "a table of prompts and runs scored on one split, tuned ones beside their own start",
    example: "compare(hard, first, on: reviews.test)"
  ) { call in
    try Comparison(call).table()
  }
}
