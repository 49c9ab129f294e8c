import Foundation
import Script
import Transformers
import Tuning

/// One input put to a prompt, by a text for the input column or by a whole record.
struct Prediction {
  private let applied: AppliedPrompt
  private let call: Call
  private let row: DataRow

  init(_ applied: AppliedPrompt, _ call: Call) throws {
    self.applied = applied
    self.call = call
    row = try Self.row(call[0], of: applied, call)
  }

  /// A text for the input column, or a record of all columns, as a row whose target isn't known.
  static func row(_ value: Value, of applied: AppliedPrompt, _ call: Call) throws -> DataRow {
    let dataset = applied.dataset
    var fields: [String: String]
    switch value {
    case .string(let text): fields = [dataset.input: text]
    case .record(let record): fields = try DataRow(record, index: 0).fields
    default:
      throw Fault(
        "\(call.builtin.name) takes a text or a record, not \(value.brief)", at: .argument(0))
    }
    let needed = applied.plan.template.columns.filter { $0 != dataset.target }
    if let missing = needed.first(where: { fields[$0] == nil }) {
      throw Fault(
        "the template needs a column `\(missing)`",
        hint: "give a record: {\(needed.map { "\($0): \"…\"" }.joined(separator: ", "))}",
        at: .argument(0))
    }
    // The target isn't known; a label that has an answer keeps the renderer content.
    fields[dataset.target] = applied.renderer.placeholder
    let row = DataRow(index: 0, fields: fields)
    try RowCheck(renderer: applied.renderer, model: applied.language.description).check([row])
    return row
  }

  /// The codes up to where the target would stand.
  func promptCodes() throws -> [Int32] {
    do {
      return try applied.renderer.renderPrompt(row).codes
    } catch {
      throw error.fault
    }
  }

  /// The likeliest answer's label, or what greedy decoding writes for the target.
  func label() throws -> Value {
    if applied.renderer.choosesLabel {
      let score = try applied.scorer().score([row])
      return .string(score.predictions[0].chosen ?? "")
    }
    var settings = Generator.Settings()
    settings.tokens = 64
    let continuation = try Continuation(
      model: applied.language, steering: applied.steering, settings: settings, context: call.context
    )
    let text = try continuation.text(after: try promptCodes())
    // A template that goes on after its target says where the target ends.
    let following = applied.renderer.textAfterTarget
    let end = following.isEmpty ? nil : text.range(of: following)?.lowerBound
    return .string(text[..<(end ?? text.endIndex)].trimmingCharacters(in: .whitespaces))
  }
}
