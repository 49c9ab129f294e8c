import Data
import Diagnostics
import Script
import Tuning

extension MethodPlan {
  /// Reads the fields of `prompt` that say how it is tuned.
  init(_ fields: some FieldSource) throws {
    var method = try fields.string("method") ?? "prompt"
    // A folder says itself what it holds; the column of its tasks only the data knows.
    if try fields.string("from") != nil, fields.isWritten("task") { method = "multitask" }
    try Self.check(fields, method)
    switch method {
    case "ptuning":
      self = .ptuning(
        PromptNetwork(
          kind: try fields.string("network").flatMap(PromptNetwork.Kind.init) ?? .mlp,
          width: try fields.integer("width"), layers: try fields.integer("layers") ?? 2))
    case "prefix": self = .prefix(projection: try fields.integer("width"))
    case "deep": self = .deep
    case "multitask":
      guard let task = try fields.string("task") else {
        throw Fault(
          "\"multitask\" needs `task`, the column that names a row's task",
          hint: "such as `task: \"task\"`", at: .field("method"))
      }
      // The tasks themselves are in the data, which a run brings.
      self = .multitask(rank: try fields.integer("task_rank") ?? 1, task: task, tasks: [])
    default: self = .prompt
    }
  }

  /// A setting that the method has no use for was meant for another one.
  private static func check(_ fields: some FieldSource, _ method: String) throws {
    let users = [
      ("network", ["ptuning"]), ("width", ["ptuning", "prefix"]), ("layers", ["ptuning"]),
      ("task_rank", ["multitask"]), ("task", ["multitask"]),
    ]
    for (field, methods) in users
    where fields.isWritten(field) && !methods.contains(method) {
      if try fields.known(field).isNone { continue }
      let words = methods.map { "\"\($0)\"" }.joined(separator: " or ")
      throw Fault(
        "`\(field)` is for the method \(words), and this is \"\(method)\"",
        hint: "add `method: \"\(methods[0])\"`, or leave `\(field)` out", at: .field(field))
    }
  }

  /// The same with the tasks that some data names.
  func named(by dataset: Dataset) throws -> MethodPlan {
    guard case .multitask(let rank, let task, _) = self else { return self }
    guard dataset.columns.contains(task) else {
      throw Fault(
        "the data has no column `\(task)`",
        hint: Suggestion.phrase(for: task, among: dataset.columns), at: .field("task"))
    }
    let tasks = Set(dataset.train.compactMap { $0.fields[task] }).sorted()
    return .multitask(rank: rank, task: task, tasks: tasks)
  }

  /// Its settings by field name, for a run's key and its page in the store.
  var settings: [(name: String, value: Value)] {
    switch self {
    case .prompt: [("method", .string("prompt"))]
    case .ptuning(let network):
      [
        ("method", .string("ptuning")), ("network", .string(network.kind.rawValue)),
        ("width", network.width.map { .number(Double($0)) } ?? .none),
        ("layers", .number(Double(network.layers))),
      ]
    case .prefix(let projection):
      [
        ("method", .string("prefix")),
        ("width", projection.map { .number(Double($0)) } ?? .none),
      ]
    case .deep: [("method", .string("deep"))]
    case .multitask(let rank, let task, let tasks):
      [
        ("method", .string("multitask")), ("task_rank", .number(Double(rank))),
        ("task", .string(task)), ("tasks", .list(tasks.map { .string($0) })),
      ]
    }
  }
}
