import Checkpoints
import Tensors

/// One pass of some rows through a model: what its blocks use while they run.
///
/// Every tuning method meets the frozen model here and nowhere else: architectures call the pass to embed,
/// to multiply and to attend, and know no prompts.
package final class ForwardPass {
  package let layout: TokenLayout
  package let conditioning: Conditioning
  /// Where the keys and values of earlier tokens are; this pass adds its own. The layout's positions
  /// and pattern count all that a row has in it. A prefix is in it already, so `conditioning` has none
  /// then.
  package let cache: KeyValueCache?
  package let tape: Tape
  /// Shown what each block is given, `[N, H]`.
  package var onEnter: ((_ layer: Int, _ states: Variable) -> Void)?
  /// Shown a layer's attention, `[heads, queries, keys]`, keys of a prefix first.
  package var onAttention: (layer: Int, show: (_ weights: Tensor) -> Void)?
  /// Position of each token within its row, a prefix counted.
  let positions: [Int32]
  /// The model's, known once it has embedded its tokens.
  private(set) var precision = Precision.f32
  private let allRows: QueryRows
  private var requestedRows: QueryRows?
  /// The cache's slots of its tokens.
  private let slots: [Int]
  private var windowPatterns: [Int: AttentionPattern] = [:]

  /// - Parameter slots: where in the cache its tokens go; after all others where it is nil.
  package init(
    _ layout: TokenLayout, conditioning: Conditioning = Conditioning(), cache: KeyValueCache? = nil,
    at slots: [Int]? = nil, on tape: Tape
  ) {
    precondition(
      cache == nil || conditioning.prefix.isEmpty, "a cached prefix is given to the cache")
    self.layout = layout
    self.conditioning = conditioning
    self.cache = cache
    self.tape = tape
    let prefix = conditioning.prefixLength
    positions = prefix == 0 ? layout.positions : layout.positions.map { $0 + Int32(prefix) }
    allRows = QueryRows(
      rows: nil, positions: positions, pattern: layout.pattern.shifted(by: prefix))
    self.slots = slots ?? cache.map { Array($0.append(layout.codes.count)) } ?? []
    cache?.admit(positions: layout.positions, at: self.slots)
  }

  /// Token embeddings with the soft tokens among them, `[N, H]`.
  /// - Parameter scale: what rows of the table are multiplied by, and soft tokens are not.
  func embed(_ table: EmbeddingTable, scale: Float = 1) -> Variable {
    precision = table.precision
    return tape.embed(layout.codes, table: table, soft: conditioning.soft, scale: scale)
  }

  /// What block `layer` is given: its own soft tokens at their positions, where there is a prompt a layer.
  func enter(_ layer: Int, _ x: Variable) -> Variable {
    var x = x
    if layer > 0, layer <= conditioning.layerPrompts.count {
      x = tape.replaceRows(of: x, codes: layout.codes, by: conditioning.layerPrompts[layer - 1])
    }
    onEnter?(layer, x)
    return x
  }

  /// y = x·W + b, with the layer's low-rank update if it has one.
  /// - Parameter outputs: which columns of y; nil for all.
  func linear(_ x: Variable, _ layer: Linear, outputs: Range<Int>? = nil) -> Variable {
    let y = tape.linear(x, layer.weight, bias: layer.bias, outputs: outputs)
    guard let update = conditioning.lowRank[layer.name] else { return y }
    return tape.add(y, update.apply(x, outputs: outputs, on: tape))
  }

  /// The rows that continue past the keys and values of a block: all, but of the last block only those
  /// whose states are requested.
  func queries(_ layer: Int, of layers: Int, rows: [Int32]) -> QueryRows {
    guard layer == layers - 1 else { return allRows }
    let known = requestedRows ?? allRows.selecting(rows)
    requestedRows = known
    return known
  }

  /// The attention of a decoder's or an encoder's own tokens.
  /// - Parameters:
  ///   - cap: a soft cap of the scaled scores.
  ///   - window: how many positions back a token sees, its own among them; nil sees all.
  ///   - bias: what scores gain by the distance of the tokens, a prefix's positions counted.
  func attention(
    _ layer: Int, _ queries: QueryRows, query: Columns, key: Columns, value: Columns, heads: Int,
    keyValueHeads: Int,
    scale: Float, cap: Float? = nil, window: Int? = nil,
    bias: RelativePositions? = nil
  ) -> Variable {
    var (key, value) = (key, value)
    if let cache {
      cache.store(layer: layer, KeyValuePrefix(key: key, value: value), at: slots)
      let all = cache.all(layer: layer)
      (key, value) = (all.key, all.value)
    } else if !conditioning.prefix.isEmpty {
      let prefix = conditioning.prefix[layer]
      key = tape.stackRows(prefix.key, key)
      value = tape.stackRows(prefix.value, value)
    }
    let distances = bias?.bias(queries: queries.positions, keys: keyPositions)
    let seen = window.map { pattern(of: queries, within: $0) } ?? queries.pattern
    if let onAttention, onAttention.layer == layer {
      onAttention.show(
        tape.attentionWeights(
          query: query, key: key, heads: heads, keyValueHeads: keyValueHeads, scale: scale,
          cap: cap, bias: distances, pattern: seen))
    }
    return tape.attention(
      query: query, key: key, value: value, heads: heads, keyValueHeads: keyValueHeads,
      scale: scale, cap: cap, bias: distances, precision: precision, pattern: seen)
  }

  /// Of every key that attention sees.
  private var keyPositions: [Int32] {
    cache?.positions ?? (0..<Int32(conditioning.prefixLength)).map { $0 } + positions
  }

  private func pattern(of queries: QueryRows, within window: Int) -> AttentionPattern {
    let isEvery = queries.rows == nil
    if isEvery, let known = windowPatterns[window] { return known }
    let keys = keyPositions
    let made = queries.pattern.within(window, queries: queries.positions) { Int(keys[$0]) }
    if isEvery { windowPatterns[window] = made }
    return made
  }

  /// The states of the requested rows from the last block's output, which has those that continued; the
  /// pass is over.
  func finish(_ x: Variable, rows: [Int32]) -> Variable {
    guard let requested = requestedRows?.rows else { return tape.gatherRows(x, rows) }
    if requested == rows { return x }
    let indices = Dictionary(uniqueKeysWithValues: zip(requested, requested.indices))
    return tape.gatherRows(x, rows.map { Int32(indices[$0]!) })
  }
}

extension LowRankUpdate {
  fileprivate func apply(_ x: Variable, outputs: Range<Int>?, on tape: Tape) -> Variable {
    let lowRank = tape.linear(
      x, LinearWeight(trainable: a, orientation: .outputInput), bias: nil)
    let wide = tape.linear(
      lowRank, LinearWeight(trainable: b, orientation: .outputInput), bias: nil, outputs: outputs)
    return tape.scale(wide, by: scale)
  }
}

extension AttentionPattern {
  /// The same queries with `count` keys in front of all others.
  fileprivate func shifted(by count: Int) -> AttentionPattern {
    guard count > 0 else { return self }
    return AttentionPattern(
      blocks: blocks.map { block in
        let own = block.keys.map {
          KeySpan(
            range: $0.range.lowerBound + count..<$0.range.upperBound + count,
            isCausal: $0.isCausal, windowStart: $0.windowStart)
        }
        return Block(
          queries: block.queries, keys: [KeySpan(range: 0..<count, isCausal: false)] + own)
      })
  }
}
