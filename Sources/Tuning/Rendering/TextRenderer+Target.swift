import Data

/// What a prompt's template and answers say of its target.
extension TextRenderer {
  /// Whether a prediction is a choice among labels, not a text.
  package var choosesLabel: Bool {
    if case .label = form { true } else { !plan.answers.isEmpty }
  }

  /// A target for a row whose own isn't known.
  package var placeholder: String {
    if case .label(let labels) = form { return labels.first ?? " " }
    return plan.answers.first?.label ?? " "
  }

  /// The index of the row's own label among the answers.
  func answerIndex(_ row: DataRow) throws(PromptError) -> Int {
    let label = row.fields[target] ?? ""
    guard let index = plan.answers.firstIndex(where: { $0.label == label }) else {
      throw .unknownLabel(label, row: row.origin, known: plan.answers.map(\.label))
    }
    return index
  }

  /// Whether a row is its target and an end, and nothing else.
  package var isWholeDocument: Bool {
    plan.template.pieces == [.column(target), .end] && plan.answers.isEmpty
  }

  /// Whether the model learns to end after its target.
  package var endsAfterTarget: Bool { pieceAfterTarget == .end }

  /// The words that follow the target in the template, up to its next hole.
  package var textAfterTarget: String {
    if case .text(let text)? = pieceAfterTarget { text } else { "" }
  }

  private var pieceAfterTarget: Template.Piece? {
    let pieces = plan.template.pieces
    guard let index = pieces.lastIndex(of: .column(target)), index + 1 < pieces.count else {
      return nil
    }
    return pieces[index + 1]
  }
}
