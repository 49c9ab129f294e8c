import Data
import Tokenizers

/// Text as ids, with the tokens that the tokenizer's file puts around it.
extension TokenRenderer {
  func encode(_ parts: [TextRenderer.Part], row: RowOrigin) -> RenderedRow {
    var rendered = RenderedRow(codes: [], isTarget: [], row: row)
    let sides = parts.split(omittingEmptySubsequences: false) { part in
      if case .separator = part { true } else { false }
    }
    for (index, side) in sides.enumerated() {
      add(
        side, opening: index == 0 ? frame.front : [],
        closing: index == sides.count - 1 ? frame.back : frame.between,
        type: index == 0 ? frame.firstType : frame.secondType, to: &rendered)
    }
    // A model that distinguishes no segments takes none, as in transformers.
    if tokenTypes == 0 || rendered.types.allSatisfy({ $0 == 0 }) { rendered.types = [] }
    return rendered
  }

  /// One of the row's texts: special tokens open its first stretch and close its last one; soft
  /// tokens before and after them stay outside.
  private func add(
    _ parts: ArraySlice<TextRenderer.Part>, opening: [TextFrame.Token], closing: [TextFrame.Token],
    type: Int32,
    to row: inout RenderedRow
  ) {
    func addSpecial(_ tokens: [TextFrame.Token]) {
      row.codes += tokens.map(\.id)
      row.types += tokens.map(\.typeID)
      row.isTarget += tokens.map { _ in false }
    }
    let texts = parts.indices.filter { if case .text = parts[$0] { true } else { false } }
    for (index, part) in zip(parts.indices, parts) {
      switch part {
      case .soft(let range):
        row.codes += range.map { Int32(-1 - $0) }
        row.types += range.map { _ in type }
        row.isTarget += range.map { _ in false }
      case .text(let text, let targets):
        if index == texts.first { addSpecial(opening) }
        add(text, targets: targets, type: type, to: &row)
        if index == texts.last { addSpecial(closing) }
      case .separator: break
      }
    }
    // An empty text is read as the tokenizer reads one: [CLS] [SEP].
    if texts.isEmpty { addSpecial(opening + closing) }
  }

  private func add(
    _ text: String, targets: [Range<Int>], type: Int32, to row: inout RenderedRow
  ) {
    let encoding = tokenizer.encode(text, addSpecialTokens: false)
    let isTarget = encoding.offsets.map { span in targets.contains { $0.overlaps(span) } }
    if !row.isTarget.contains(true), let first = isTarget.firstIndex(of: true) {
      let span = encoding.offsets[first]
      let target = targets.first { $0.overlaps(span) } ?? span
      if span.lowerBound < target.lowerBound {
        row.lead = String(
          decoding: Array(text.utf8)[span.lowerBound..<target.lowerBound], as: UTF8.self)
      }
    }
    row.codes += encoding.ids
    row.types += encoding.ids.map { _ in type }
    row.isTarget += isTarget
  }
}
