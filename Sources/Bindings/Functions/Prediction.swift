import Foundation
import Script
import Transformers
import Tuning

/// Inputs put to a prompt, each by a text for the input column or by a whole record.
struct Prediction {
  private let applied: AppliedPrompt
  private let call: Call
  private let inputs: CallInputs
  private let rows: [DataRow]

  init(_ applied: AppliedPrompt, _ call: Call) throws {
    self.applied = applied
    self.call = call
    inputs = try CallInputs(call)
    rows = try inputs.map { index, value in
      try Self.row(value, of: applied, call, index: index)
    }
  }

  /// A text for the input column, or a record of all columns, as a row whose target isn't known.
  static func row(
    _ value: Value, of applied: AppliedPrompt, _ call: Call, index: Int
  ) throws -> DataRow {
    let dataset = applied.dataset
    let given: DataRow
    switch value {
    case .string(let text): given = DataRow(index: index, fields: [dataset.input: text])
    case .record(let record): given = DataRow(record, index: index, origin: .input)
    default:
      throw Fault(
        "\(call.builtin.name) takes a text or a record, or a list of them, not \(value.brief)",
        at: .argument(0))
    }
    var fields = given.fields
    let needed = applied.plan.template.columns.filter { $0 != dataset.target }
    if let name = needed.first(where: { given.nested[$0] != nil }) {
      throw Fault(
        "the column `\(name)` is \(given.nested[name] ?? "")",
        hint: "columns hold strings, numbers or booleans", at: .argument(0))
    }
    if let missing = needed.first(where: { fields[$0] == nil }) {
      throw Fault(
        "the template needs a column `\(missing)`",
        hint: "give a record: {\(needed.map { "\($0): \"…\"" }.joined(separator: ", "))}",
        at: .argument(0))
    }
    // The target isn't known; a label that has an answer keeps the renderer content.
    fields[dataset.target] = applied.renderer.placeholder
    let row = DataRow(index: index, fields: fields, origin: .input)
    try RowCheck(renderer: applied.renderer, model: applied.language.description).check([row])
    return row
  }

  /// What the model writes where the targets would stand.
  func continued() throws -> Value {
    let continuation = try Continuation(
      model: applied.language, steering: applied.steering, call: call)
    return inputs.answer(try continuation.values(after: try promptCodes()))
  }

  /// The likeliest answers' labels, or what greedy decoding writes for the targets.
  func labels() throws -> Value {
    if applied.renderer.choosesLabel {
      let score = rows.isEmpty ? nil : try applied.scorer().score(rows)
      return inputs.answer((score?.predictions ?? []).map { .string($0.chosen ?? "") })
    }
    let texts = try Self.targets(
      after: try promptCodes(), language: applied.language, steering: applied.steering,
      context: call.context)
    return inputs.answer(texts.map { .string(applied.renderer.target(in: $0)) })
  }

  /// What greedy decoding writes behind rows of codes.
  static func targets(
    after rows: [[Int32]], language: LanguageModel, steering: Steering, context: Context
  ) throws -> [String] {
    let continuation = try Continuation(
      model: language, steering: steering, settings: Generator.Settings(), context: context)
    return try continuation.texts(after: rows)
  }

  /// The codes up to where the targets would stand.
  private func promptCodes() throws -> [[Int32]] {
    do {
      return try rows.map { try applied.renderer.renderPrompt($0).codes }
    } catch let error as PromptError {
      throw error.fault
    }
  }
}

extension Renderer {
  /// The target at the beginning of a text: a template that goes on after it says where it ends.
  func target(in text: String) -> String {
    let end = textAfterTarget.isEmpty ? nil : text.range(of: textAfterTarget)?.lowerBound
    return text[..<(end ?? text.endIndex)].trimmingCharacters(in: .whitespaces)
  }
}
