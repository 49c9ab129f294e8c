import Data

extension Renderer {
  /// The row once for each answer, in the answers' order: choice scoring compares their targets.
  package func renderAnswers(_ row: DataRow) throws(PromptError) -> [RenderedRow] {
    var rendered: [RenderedRow] = []
    for answer in plan.answers { rendered.append(try render(row, words: answer.words)) }
    return rendered
  }

  /// The place of the row's own label among the answers.
  func answerIndex(_ row: DataRow) throws(PromptError) -> Int {
    let label = row.fields[target] ?? ""
    guard let index = plan.answers.firstIndex(where: { $0.label == label }) else {
      throw .unknownLabel(label, row: row.origin, known: plan.answers.map(\.label))
    }
    return index
  }
}

extension Renderer {
  /// Whether a prediction is a choice among labels, not a text.
  package var choosesLabel: Bool {
    if case .label = form { true } else { !plan.answers.isEmpty }
  }

  /// A target for a row whose own isn't known.
  package var placeholder: String {
    if case .label(let labels) = form { return labels.first ?? " " }
    return plan.answers.first?.label ?? " "
  }

  /// Whether a row is its target and an end, and nothing else.
  package var isWholeDocument: Bool {
    plan.template.pieces == [.column(target), .end] && plan.answers.isEmpty
  }

  /// Whether the model learns to end after its target.
  package var endsAfterTarget: Bool {
    let pieces = plan.template.pieces
    guard let place = pieces.lastIndex(of: .column(target)), place + 1 < pieces.count else {
      return false
    }
    return pieces[place + 1] == .end
  }

  /// The words that follow the target in the template, up to its next hole.
  package var textAfterTarget: String {
    let pieces = plan.template.pieces
    guard let place = pieces.lastIndex(of: .column(target)), place + 1 < pieces.count,
      case .text(let text) = pieces[place + 1]
    else { return "" }
    return text
  }
}
