import Data
import Random
import ReferenceData
import Tensors
import Transformers
import Tuning

/// A model with a task, small enough to try every method on.
package struct MethodBench {
  package let name: String
  package let language: LocalModel
  package let task: TaskModel
  package let form: TargetForm

  package static func tiny() throws -> MethodBench {
    let model = try TinyModel()
    return MethodBench(name: "tiny", language: model.language, task: model.task, form: .text)
  }

  /// A decoder of each make that matters to a method, an encoder with a head and an
  /// encoder–decoder.
  package static func all() throws -> [MethodBench] {
    try [tiny()]
      + ["llama-grouped", "bert-classifier", "t5-gated"].map { name in
        let language = try ReferenceData.model(
          ReferenceData.root.appendingPathComponent("models/\(name)"))
        let labels = ["negative", "positive"]
        let head =
          language.kind == .encoder
          ? try language.classificationHead(labels: labels.count, seed: 1) : nil
        return MethodBench(
          name: name, language: language, task: try TaskModel(language, head: head),
          form: head != nil ? .label(labels) : language.kind == .decoder ? .text : .reply)
      }
  }

  package func renderer(_ plan: PromptPlan) throws -> TokenRenderer {
    try TokenRenderer(
      plan, form: form, target: "mood", tokenizer: language.tokenizer,
      endToken: language.endToken?.text, demos: [])
  }
}

/// A way of tuning a prompt on a bench, and rows of two tasks for it.
package struct EveryMethod {
  package let name: String
  package let bench: MethodBench
  package let plan: PromptPlan

  package init(name: String, bench: MethodBench, plan: PromptPlan) {
    (self.name, self.bench, self.plan) = (name, bench, plan)
  }

  /// Soft tokens stand among the words where the method lets them.
  package static func all(_ bench: MethodBench, soft: Int = 4) throws -> [EveryMethod] {
    let methods: [(String, MethodPlan)] = [
      ("prompt", .prompt), ("mlp", .ptuning(.init(kind: .mlp, width: 9))),
      ("lstm", .ptuning(.init(kind: .lstm, width: 7, layers: 2))),
      ("prefix", .prefix(projection: nil)), ("projected prefix", .prefix(projection: 11)),
      ("deep", .deep), ("multitask", .multitask(rank: 2, task: "task", tasks: ["a", "b"])),
    ]
    return try methods.map { name, method in
      let isPrefix = if case .prefix = method { true } else { false }
      var template =
        isPrefix ? "Review: {review}\nMood:" : "{soft:1}Review:{soft} {review}\nMood:"
      if case .label = bench.form {} else { template += " {mood}" }
      return EveryMethod(
        name: "\(name) on \(bench.name)", bench: bench,
        plan: PromptPlan(template: try Template(template), soft: soft, method: method, seed: 5))
    }
  }

  package func start() throws -> any TuningMethod { try plan.startingMethod(bench.language)! }

  /// As it starts, with noise on every parameter: away from the places where gradients vanish.
  package func shaken() throws -> any TuningMethod {
    let method = try start()
    var random = RandomGenerator(seed: 23)
    for parameter in method.parameters {
      let shape = parameter.variable.shape
      parameter.variable.value = Tensor(
        parameter.variable.value.values.map { $0 + Float(0.2 * random.normal()) }, shape: shape)
    }
    return method
  }

  package func rendered() throws -> [RenderedRow] {
    let renderer = try bench.renderer(plan)
    return try Self.rows.map { try renderer.render($0) }
  }

  package static let rows = TinyModel.rows.map { row in
    DataRow(
      index: row.index,
      fields: row.fields.merging(["task": row.index % 3 == 0 ? "b" : "a"]) { $1 })
  }
}
