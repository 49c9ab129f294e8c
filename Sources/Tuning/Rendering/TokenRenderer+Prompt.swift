import Data
import Tokenizers

/// The row without its target: what a prediction or a generation continues.
extension TokenRenderer {
  /// The row up to its first target token, exactly the ids that training has in front of it.
  ///
  /// Which token that is depends on the target: a blank in front may be a token by itself, or
  /// belong to the target's first one. A prediction doesn't know its target, so the row is rendered
  /// with the targets that are known, and cut where most of them are.
  package func renderPrompt(_ row: DataRow) throws(PromptError) -> RenderedRow {
    guard form == .text else {
      return encode(try texts.parts(row, words: "", stopsAtTarget: true), row: row.origin)
    }
    var cuts: [(row: RenderedRow, count: Int)] = []
    for probe in probes {
      guard let cut = try render(row, words: probe.words).cutAtTarget else { continue }
      if let index = cuts.firstIndex(where: { $0.row.codes == cut.codes }) {
        cuts[index].count += probe.count
      } else {
        cuts.append((cut, probe.count))
      }
    }
    let most = cuts.map(\.count).max() ?? 0
    let usual = cuts.filter { $0.count == most }.min { $0.row.codes.count < $1.row.codes.count }
    if let usual { return usual.row }
    // No known target has a token of its own.
    return encode(try texts.parts(row, words: "", stopsAtTarget: true), row: row.origin)
  }

  /// Beginnings that are tried at most.
  private static let maximumProbes = 8

  /// How targets begin, the most frequent first: where a token begins is decided by the first word.
  static func probes(
    _ plan: PromptPlan, form: TargetForm, target: String, known: [DataRow]
  ) -> [(words: String, count: Int)] {
    guard form == .text else { return [] }
    if !plan.answers.isEmpty {
      return plan.answers.prefix(maximumProbes).map { (firstWord($0.words), 1) }
    }
    var order: [String] = []
    var counts: [String: Int] = [:]
    for row in known {
      guard let text = row.fields[target], !text.isEmpty else { continue }
      let word = firstWord(text)
      if counts[word] == nil { order.append(word) }
      counts[word, default: 0] += 1
    }
    let ranked = order.enumerated().sorted {
      (counts[$0.element]!, $1.offset) > (counts[$1.element]!, $0.offset)
    }
    let words = ranked.prefix(maximumProbes).map { ($0.element, counts[$0.element]!) }
    return words.isEmpty ? [("x", 1)] : words
  }

  private static func firstWord(_ text: String) -> String {
    let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
    let end = text[start...].firstIndex { $0.isWhitespace } ?? text.endIndex
    return String(text[..<(start == text.endIndex ? text.endIndex : end)].prefix(64))
  }

  /// How many tokens the targets of some rows have, their end tokens included; nil without a row.
  ///
  /// Each target is measured by itself, and the longest ones then in their rows: what is beside a
  /// target changes a token or two.
  package func targetLengths(
    _ rows: [DataRow]
  ) throws(PromptError) -> (longest: Int, differ: Bool)? {
    var lengths: [String: Int] = [:]
    var rowOf: [String: DataRow] = [:]
    for row in rows {
      let words = try texts.targetText(row)
      guard lengths[words] == nil else { continue }
      lengths[words] = tokenizer.encode(words, addSpecialTokens: false).count
      rowOf[words] = row
    }
    let measured = lengths.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(8)
    var exact: [Int] = []
    for (words, _) in measured {
      guard let row = rowOf[words] else { continue }
      exact.append(try render(row).targetLength)
    }
    guard let longest = exact.max() else { return nil }
    let others = lengths.count > measured.count ? Set(lengths.values) : Set(exact)
    return (longest, others.count > 1)
  }
}

extension RenderedRow {
  /// What is in front of its first target token; nil where it has none.
  fileprivate var cutAtTarget: RenderedRow? {
    guard let first = isTarget.firstIndex(of: true) else { return nil }
    var row = self
    row.codes = Array(codes[..<first])
    row.isTarget = codes[..<first].map { _ in false }
    if !types.isEmpty { row.types = Array(types[..<first]) }
    return row
  }
}
