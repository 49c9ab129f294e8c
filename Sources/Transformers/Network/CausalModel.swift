import Tensors

/// A decoder: tokens in, logits for the next token out.
package protocol CausalModel: TransformerModel {
  /// The matrix from states to logits, `[V, H]`; nil in a classifier's checkpoint, which has another head
  /// instead.
  var head: LinearWeight? { get }

  /// Logits `[n, V]` of hidden states `[n, H]`.
  func logits(of states: Variable, on tape: Tape) -> Variable
}

extension CausalModel {
  package var causal: (any CausalModel)? { head == nil ? nil : self }

  package func logits(of states: Variable, on tape: Tape) -> Variable {
    uncappedLogits(of: states, on: tape)
  }

  func uncappedLogits(of states: Variable, on tape: Tape) -> Variable {
    guard let head else { preconditionFailure("a classifier has no output head") }
    return tape.linear(states, head, bias: nil)
  }

  /// Runs the pass and returns logits `[rows.count, V]` at the given rows: the vocabulary is the widest
  /// matrix there is, so only the rows that are requested meet it.
  package func logits(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    logits(of: states(pass, rows: rows), on: pass.tape)
  }
}
