import Diagnostics
import Syntax

extension Resolver {
  /// Warns of expressions that do nothing: they are computed, and neither used nor shown.
  ///
  /// A call may do something, and a name may hold a chart, which is shown wherever it is written.
  func warnOfDropped(_ statements: some Sequence<Statement>) {
    // What couldn't be read may have been the rest of an expression.
    guard broken.isEmpty else { return }
    for statement in statements {
      guard case .expression(let value, isSilent: false) = statement.kind, value.isOperation else {
        continue
      }
      diagnostics.append(
        Diagnostic(
          "the value of this expression is neither used nor shown",
          at: range(value.lower, value.upper), hint: hint(forDropped: value), severity: .warning))
    }
  }

  private func hint(forDropped value: Expression) -> String {
    func text(_ expression: Expression) -> String {
      let text = range(expression.lower, expression.upper).text
      return text.count > 40 || text.contains("\n") ? "…" : text
    }
    if case .binary(.equal, let left, let right) = value.kind, case .name = left.kind {
      return "`\(text(left)) = \(text(right))` assigns"
    }
    return "`print(\(text(value)))` shows it; `;` after it says that it is meant so"
  }
}

extension Expression {
  /// Whether it is put together by operators or brackets, so that at most a call inside it
  /// has an effect (`and` and `or` may choose between calls).
  fileprivate var isOperation: Bool {
    switch kind {
    case .binary, .comparison, .membership, .not, .negated, .number, .bool, .list,
      .record, .range:
      true
    default: false
    }
  }
}
