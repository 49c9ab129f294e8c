import Tensors
import Transformers

/// Some rows laid out for one pass: no padding, and leading tokens that rows share appear once.
package struct Batch: Sendable {
  package let layout: TokenLayout
  /// The position in the layout whose logits predict each target token.
  let predictors: [Int32]
  /// The target tokens' ids, one for each predictor.
  package let targets: [Int32]
  /// Which of the rows each target belongs to.
  let owners: [Int]
  /// How much each target counts in the loss; nil where all count alike.
  private(set) var weights: [Float]?
  /// The decoder's side, where an encoder–decoder answers.
  let reply: Reply?

  struct Reply: Sendable {
    let layout: TokenLayout
    /// Which tokens of the encoder's layout each decoder row reads.
    let reading: AttentionPattern
  }

  /// Rows whose targets are in their own text; what follows a row's last predictor is left out, for
  /// its states aren't used.
  ///
  /// - Parameter sharing: off lays every row out whole; the slow, plain way that tests compare
  ///   with.
  package init(_ rows: [RenderedRow], sharing: Bool = true) {
    let tree = PrefixTree(
      rows.map { Array($0.codes.prefix($0.predicted.last ?? 0)) }, sharing: sharing)
    layout = tree.layout(isCausal: true)
    (predictors, targets, owners) = Self.targets(of: rows, in: tree)
    reply = nil
    weights = Self.weights(of: rows, owners)
  }

  /// Rows to classify: by a decoder's state of the last token, an encoder's of the first.
  package init(labelled rows: [RenderedRow], isCausal: Bool, sharing: Bool = true) {
    let tree = PrefixTree(rows.map(\.codes), sharing: isCausal && sharing)
    var layout = tree.layout(isCausal: isCausal)
    // An encoder's rows lie end to end.
    if !isCausal, rows.contains(where: { !$0.types.isEmpty }) {
      layout.types = rows.flatMap { $0.types.isEmpty ? $0.codes.map { _ in 0 } : $0.types }
    }
    self.layout = layout
    predictors = rows.indices.map { row in
      let positions = tree.indices(of: row)
      return isCausal ? positions[positions.count - 1] : positions[0]
    }
    targets = rows.map { $0.label ?? 0 }
    owners = Array(rows.indices)
    reply = nil
  }

  /// Rows that an encoder reads and a decoder answers, each reply after the start token.
  /// - Parameter isBehindSoft: the decoder has soft tokens too, with the codes of the encoder's.
  package init(replies rows: [RenderedRow], start: Int32, isBehindSoft: Bool = false) {
    let source = PrefixTree(rows.map(\.codes), sharing: false)
    layout = source.layout(isCausal: false)
    let fronts = rows.map { isBehindSoft ? $0.codes.filter { $0 < 0 } : [] }
    let writing = PrefixTree(
      zip(fronts, rows).map { front, row in front + [start] + row.reply.dropLast() },
      sharing: false)
    let read = zip(writing.segments, source.segments).map { own, text in
      AttentionPattern.Block(
        queries: own.range, keys: [.init(range: text.range, isCausal: false)])
    }
    reply = Reply(
      layout: writing.layout(isCausal: true), reading: AttentionPattern(blocks: read))
    predictors = fronts.indices.flatMap { writing.indices(of: $0).dropFirst(fronts[$0].count) }
    targets = rows.flatMap(\.reply)
    owners = rows.indices.flatMap { row in rows[row].reply.map { _ in row } }
    weights = Self.weights(of: rows, owners)
  }

  package var tokenCount: Int { layout.codes.count + (reply?.layout.codes.count ?? 0) }
}

extension Batch {
  private static func weights(of rows: [RenderedRow], _ owners: [Int]) -> [Float]? {
    rows.contains { $0.weight != 1 } ? owners.map { rows[$0].weight } : nil
  }

  /// The positions that predict the rows' target tokens, those tokens, and whose they are.
  private static func targets(
    of rows: [RenderedRow], in tree: PrefixTree
  ) -> (predictors: [Int32], targets: [Int32], owners: [Int]) {
    var predictors: [Int32] = []
    var targets: [Int32] = []
    var owners: [Int] = []
    for (owner, row) in rows.enumerated() {
      let positions = tree.indices(of: owner)
      for position in row.predicted {
        predictors.append(positions[position - 1])
        targets.append(row.codes[position])
        owners.append(owner)
      }
    }
    return (predictors, targets, owners)
  }
}
