import Figures
import Script
import Tuning

/// The functions that the engine adds to the language.
enum EngineFunctions {
  static let families = [
    FunctionFamily(
      "prompts", "Prompts, runs and plots",
      [compare, plot, PromptAlgebra.average, TokenizerTraining.train]),
    FunctionFamily("tables", "Tables", [TableReading.readCSV]),
    FunctionFamily("tensors", "Tensors", TensorFunctions.all),
    FunctionFamily("random", "Random numbers", RandomFunctions.all),
  ]

  static let plot = Builtin(
    "plot", [.rest("values"), Parameter("title", .string, default: .none)],
    doc: "a chart of one or several lists of numbers, of a run's loss, or of a tensor",
    example: "plot([3, 2, 1.5, 1.2])"
  ) { call in
    .object(
      try Plot.figure(call.list(0), title: call.has(1) ? try call.string(1) : nil))
  }

  static let compare = Builtin(
    "compare",
    [.rest("prompts"), Parameter("on", .any), Parameter("model", .any, default: .none)],
    doc: "a table of prompts and runs scored on one split, tuned ones beside their own start",
    example: "compare(hard, first, on: reviews.test)"
  ) { call in
    try Comparison(call).table()
  }
}
