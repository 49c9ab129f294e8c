import Tensors
import Transformers
import Tuning

/// Every way of tuning a prompt on a tiny model, and rows of two tasks for it.
struct EveryMethod {
  let name: String
  let plan: PromptPlan

  /// Soft tokens stand among the words where the method lets them.
  static func all(_ model: TinyModel, soft: Int = 4) throws -> [EveryMethod] {
    let methods: [(String, MethodPlan)] = [
      ("prompt", .prompt), ("mlp", .ptuning(.init(kind: .mlp, width: 9))),
      ("lstm", .ptuning(.init(kind: .lstm, width: 7, layers: 2))),
      ("prefix", .prefix(projection: nil)), ("projected prefix", .prefix(projection: 11)),
      ("deep", .deep), ("multitask", .multitask(rank: 2, task: "task", tasks: ["a", "b"])),
    ]
    return try methods.map { name, method in
      var plan = try model.plan("Review: {review}\nMood: {mood}", soft: soft)
      if case .prefix = method {
      } else {
        plan = try model.plan("{soft:1}Review:{soft} {review}\nMood: {mood}", soft: soft)
      }
      plan.method = method
      return EveryMethod(name: name, plan: plan)
    }
  }

  func start(_ model: TinyModel) throws -> any TuningMethod {
    try plan.startingMethod(model.language)!
  }

  /// As it starts, with noise on every parameter: away from the places where gradients vanish.
  func shaken(_ model: TinyModel) throws -> any TuningMethod {
    let method = try start(model)
    var random = RandomGenerator(seed: 23)
    for parameter in method.parameters {
      let shape = parameter.variable.shape
      parameter.variable.value = Tensor(
        parameter.variable.value.values.map { $0 + Float(0.2 * random.normal()) }, shape: shape)
    }
    return method
  }

  func rows(_ model: TinyModel) throws -> [RenderedRow] {
    let renderer = try model.renderer(plan)
    return try Self.rows.map { try renderer.render($0) }
  }

  static let rows = TinyModel.rows.map { row in
    DataRow(
      index: row.index,
      fields: row.fields.merging(["task": row.index % 3 == 0 ? "b" : "a"]) { $1 })
  }
}
