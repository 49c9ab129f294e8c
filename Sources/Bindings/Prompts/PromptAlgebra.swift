import Script
import Tensors
import Transformers
import Tuning

/// Prompts made of prompts: concatenated, averaged, mixed, cut.
enum PromptAlgebra {
  static let methods = [concat, mix]

  static let concat = Builtin(
    "concat", [.rest("others")],
    doc: "the soft tokens of this prompt and of others, concatenated, in this one's words",
    example: "first.prompt.concat(first.at(1))"
  ) { call in
    let parts = try [Operand(.object(call.receiver.prompt))] + call.list(0).map { try Operand($0) }
    try Operand.checkModels(parts)
    return .object(
      try parts[0].prompt.derived(
        rows: parts.flatMap(\.rows), named: "concat(\(parts.names))"))
  }

  static let mix = Builtin(
    "mix", [Parameter("other", .any), Parameter("share", .numberIn(.between(0, 1)), default: 0.5)],
    doc: "a point between two prompts of one length: `share` of the other, the rest of this one",
    example: "first.prompt.mix(first.at(1), 0.25)"
  ) { call in
    let parts = [try Operand(.object(call.receiver.prompt)), try Operand(call[0])]
    let share = try call.number(1)
    return .object(
      try weighted(parts, [1 - share, share], named: "mix(\(parts.names), \(call[1].source))"))
  }

  /// A function, for no prompt is the first among those that are averaged.
  static let average = Builtin(
    "average", [.rest("prompts")], doc: "the mean of tuned prompts of one length",
    example: "average(first, first.at(1))"
  ) { call in
    var values = try call.list(0)
    if values.count == 1, case .list(let items) = values[0] { values = items }
    guard !values.isEmpty else {
      throw Fault("average has no prompt to average", hint: "give it the prompts of two runs")
    }
    let parts = try values.map { try Operand($0) }
    let share = 1 / Double(parts.count)
    return .object(
      try weighted(parts, parts.map { _ in share }, named: "average(\(parts.names))"))
  }

  private static func weighted(
    _ parts: [Operand], _ shares: [Double], named name: String
  ) throws -> PromptObject {
    try Operand.checkModels(parts)
    let count = parts[0].rows.count
    if let odd = parts.first(where: { $0.rows.count != count }) {
      throw Fault(
        "\(parts[0].prompt.carrierName) has \(count) soft tokens, \(odd.prompt.carrierName) has "
          + "\(odd.rows.count)", hint: "cut the longer one: `p[..\(min(count, odd.rows.count))]`")
    }
    var rows = parts[0].rows
    for row in rows.indices {
      for column in rows[row].indices {
        var sum = 0.0
        for (part, share) in zip(parts, shares) { sum += share * Double(part.rows[row][column]) }
        rows[row][column] = Float(sum)
      }
    }
    return try parts[0].prompt.derived(rows: rows, named: name)
  }

  /// A tuned prompt with nothing but soft tokens.
  fileprivate struct Operand {
    let prompt: PromptObject
    /// `[P, H]`.
    let rows: [[Float]]

    init(_ value: Value) throws {
      guard let owner = try value.promptOwner(at: .argument(0)) else {
        throw Fault(
          "prompts are combined with prompts, not with \(value.brief)",
          hint: "give it a run, or the prompt of a run", at: .argument(0))
      }
      guard let own = owner.ownPrompt else {
        throw Fault("\(owner.carrierName) has no prompt", at: .argument(0))
      }
      prompt = own
      guard let method = prompt.tuned?.learned.method else {
        throw Fault(
          "\(owner.carrierName) is not tuned yet", hint: "combine the prompts of runs",
          at: .argument(0))
      }
      rows = try prompt.softRows(of: method)
    }

    static func checkModels(_ parts: [Operand]) throws {
      let known = parts.compactMap { $0.prompt.tuned }
      if let odd = known.first(where: {
        $0.model.fingerprint != known[0].model.fingerprint
      }) {
        throw Fault(
          "\(known[0].runName) and \(odd.runName) were tuned on different models",
          hint: "combine prompts that were tuned on one model")
      }
      let widths = parts.map { $0.rows.first?.count ?? 0 }
      if let odd = widths.first(where: { $0 != widths[0] }) {
        throw TuningError.widthsDiffer(widths[0], odd).fault
      }
    }
  }
}

extension [PromptAlgebra.Operand] {
  fileprivate var names: String { map(\.prompt.displayName).joined(separator: ", ") }
}

extension PromptObject {
  /// The soft tokens of a prompt that is nothing else.
  fileprivate func softRows(of method: any TuningMethod) throws -> [[Float]] {
    if case .multitask = plan.method {
      throw Fault(
        "\(carrierName) has soft tokens for each of its tasks, and only one row of them is combined",
        hint: "take what the tasks share, as a tensor: `.embedding`, and `init:`")
    }
    let conditioning = method.conditioning(on: Tape(recording: false))
    guard conditioning.isSoftAlone, let soft = conditioning.soft else {
      throw TuningError.notSoftAlone.fault
    }
    return soft.value.rows
  }

  /// The same words with other soft tokens.
  func derived(rows: [[Float]], named name: String) throws -> PromptObject {
    guard let tuned else { preconditionFailure("only tuned prompts are combined") }
    if plan.template.softRuns.contains(where: { $0 != nil }), rows.count != plan.soft {
      throw Fault(
        "the template has \(plan.soft) soft tokens, and these are \(rows.count)",
        hint: "write {soft} without a count")
    }
    var plan = plan
    plan.soft = rows.count
    plan.method = .prompt
    let width = rows.first?.count ?? 0
    let method = SoftPrompt(Tensor(rows.flatMap(\.self), shape: [rows.count, width]))
    return PromptObject(
      declaration, plan: plan,
      tuned: Tuned(
        learned: .init(method: method, head: tuned.learned.head), model: tuned.model,
        dataset: tuned.dataset, runName: name, method: .prompt(.prompt)))
  }

  /// `prompt[..4]`: some of its soft tokens.
  func index(_ items: [IndexItem]) throws -> Value? {
    guard items.count == 1, case .slice(let lower, let upper, let step) = items[0] else {
      return nil
    }
    guard let method = tuned?.learned.method else {
      throw Fault(
        "\(carrierName) is not tuned yet", hint: "a run's prompt can be cut: take that")
    }
    let soft = try softRows(of: method)
    let rows = Int.indices(from: lower, to: upper, by: step, among: soft.count).map { soft[$0] }
    guard !rows.isEmpty else {
      throw Fault(
        "the slice leaves no soft token", hint: "\(carrierName) has \(soft.count), counted from 0")
    }
    return .object(
      try derived(rows: rows, named: "\(displayName)[\(rows.count) of \(soft.count)]"))
  }
}
