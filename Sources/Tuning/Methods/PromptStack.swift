import Tensors
import Transformers

/// Several tuned prompts side by side, so that each row of a batch may have its own.
///
/// Only soft tokens can differ from row to row: they are rows of one table `[ΣP, H]`, and a row's
/// codes say which of them it has.
package final class PromptStack: TuningMethod {
  private let table: Variable?
  /// Where each prompt's soft tokens begin in the table.
  private let starts: [Int]

  /// - Parameter prompts: nil is a hard prompt.
  package init(_ prompts: [(any TuningMethod)?]) throws(TuningError) {
    let tape = Tape(recording: false)
    var starts: [Int] = []
    var values: [Float] = []
    var width = 0
    var rows = 0
    for prompt in prompts {
      starts.append(rows)
      guard let conditioning = prompt?.conditioning(on: tape) else { continue }
      guard conditioning.isSoftAlone else { throw .notSoftAlone }
      guard let soft = conditioning.soft?.value else { continue }
      guard width == 0 || soft.shape[1] == width else {
        throw .widthsDiffer(width, soft.shape[1])
      }
      width = soft.shape[1]
      rows += soft.shape[0]
      values += soft.values
    }
    self.starts = starts
    table = rows == 0 ? nil : Variable(Tensor(values, shape: [rows, width]))
  }

  /// A row that was rendered for prompt `index` by itself, with the codes that it has in the stack.
  package func place(_ row: RenderedRow, after index: Int) -> RenderedRow {
    var row = row
    let start = Int32(starts[index])
    row.codes = row.codes.map { $0 < 0 ? $0 - start : $0 }
    return row
  }

  package var parameters: [TrainedParameter] { [] }
  package var prompt: Tensor? { table?.value }
  package var exported: ExportedMethod? { nil }
  package var snapshot: [Tensor]? { [] }
  package func restored(_ snapshot: [Tensor]) -> any TuningMethod { self }
  package func conditioning(on tape: Tape) -> Conditioning { Conditioning(soft: table) }
}
