import Data
import Foundation
import Ranks
import Script
import Transformers

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
    var report = RowCheck.Report()
    rows = try inputs.map { index, value in
      let row = try Self.row(value, of: applied, call, index: index)
      report = report + (try Self.check(row, of: applied))
      return row
    }
    applied.warn(of: report, call.engine)
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
    fields[dataset.target] = applied.renderer.texts.placeholder
    return DataRow(index: index, fields: fields, origin: .input)
  }

  /// Throws what keeps a row from being answered.
  static func check(_ row: DataRow, of applied: AppliedPrompt) throws -> RowCheck.Report {
    try RowCheck(renderer: applied.renderer, model: applied.language.description)
      .check([row], for: .prediction)
  }

  static let tokensParameter = Parameter("tokens", .integerIn(.from(1)), default: .none)

  /// What the model writes in place of the targets.
  func continued() throws -> Value {
    let continuation = try Continuation(
      model: applied.language, conditioning: applied.conditioning, call: call)
    let codes = try rows.map { try applied.beginning(of: $0).codes }
    return inputs.answer(try continuation.values(after: codes))
  }

  /// The likeliest answers' labels, or what greedy decoding writes for the targets.
  /// - Parameter tokens: the argument that bounds what is written.
  func labels(tokens: Int) throws -> Value {
    if applied.renderer.texts.choosesLabel {
      let score =
        rows.isEmpty
        ? nil
        : try applied.cachedScore(rows, call.engine, as: "predicting") { advance in
          try applied.scorer(
            among: SoleProcess(), stops: call.engine.ranks.isSingle, onRows: advance
          ).score(rows)
        }
      return inputs.answer((score?.predictions ?? []).map { .string($0.chosen ?? "") })
    }
    let texts = try applied.freeAnswers(
      to: rows, tokens: call.has(tokens) ? try call.integer(tokens) : nil,
      engine: call.engine, checkInterrupt: call.context.checkInterrupt)
    return inputs.answer(texts.map(Value.string))
  }
}
