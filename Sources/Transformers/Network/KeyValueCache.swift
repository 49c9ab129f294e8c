import Tensors

/// Keys and values of tokens that a model has already seen, layer by layer, for any number of rows.
///
/// Each token has a slot, the same in every layer; which slots a row sees is its pass's to say. Room is
/// taken in stretches and grows where it must; a pass writes its tokens in place.
package final class KeyValueCache {
  private var keys: [Tensor]
  private var values: [Tensor]
  private let width: Int
  private var capacity: Int
  /// The position in its row of the token at each slot, up to the last slot that was ever taken.
  package private(set) var positions: [Int32] = []
  /// Slots among them that are free again, in order, no two of which touch.
  private var freeRanges: [Range<Int>] = []

  /// Slots that were ever taken, counted from the front.
  package var count: Int { positions.count }
  /// Slots that are taken now.
  package var taken: Int { positions.count - freeRanges.reduce(0) { $0 + $1.count } }

  /// - Parameters:
  ///   - capacity: slots to have room for from the beginning.
  ///   - prefix: keys and values in front of all rows, a pair for each layer: the first P slots
  ///     and positions.
  package init(shape: ModelShape, capacity: Int, prefix: [KeyValuePrefix] = []) {
    self.capacity = max(capacity, prefix.first?.count ?? 0)
    width = shape.keyValueHeads * shape.headSize
    let room = [self.capacity, width]
    keys = (0..<shape.layers).map { _ in .uninitialized(room) }
    values = (0..<shape.layers).map { _ in .uninitialized(room) }
    guard let first = prefix.first else { return }
    let slots = Array(append(first.count))
    admit(positions: slots.map(Int32.init), at: slots)
    for (layer, pair) in prefix.enumerated() { store(layer: layer, pair, at: slots) }
  }

  /// Bytes of a token's keys and values.
  package static func bytesPerToken(_ shape: ModelShape) -> Int {
    2 * shape.layers * shape.keyValueHeads * shape.headSize * MemoryLayout<Float>.size
  }

  /// What it holds of a layer, `[count, keyValueHeads·headSize]` each.
  package func held(layer: Int) -> (key: Tensor, value: Tensor) {
    (keys[layer].rows(0..<count), values[layer].rows(0..<count))
  }

  /// A layer's keys and values at all slots, `[capacity, keyValueHeads·headSize]` each; those of slots
  /// that nothing was written to are undefined.
  func all(layer: Int) -> KeyValuePrefix {
    KeyValuePrefix(
      key: Columns(Variable(keys[layer]), 0..<width),
      value: Columns(Variable(values[layer]), 0..<width))
  }

  /// Slots of which each pass gives its tokens' positions before it writes them.
  func admit(positions new: [Int32], at slots: [Int]) {
    for (slot, position) in zip(slots, new) { positions[slot] = position }
  }

  /// Writes a layer's keys and values `[n, C]` of n tokens.
  func store(layer: Int, _ pair: KeyValuePrefix, at slots: [Int]) {
    copy(pair.key, to: &keys[layer], slots)
    copy(pair.value, to: &values[layer], slots)
  }

  private func copy(_ source: Columns, to target: inout Tensor, _ slots: [Int]) {
    let stride = source.variable.shape[1]
    precondition(source.variable.shape[0] == slots.count && source.range.count == width)
    target.withMutableValues { target in
      source.variable.value.withValues { values in
        for (row, slot) in slots.enumerated() {
          precondition(slot < count, "slot \(slot) of \(count)")
          let from = values.baseAddress! + row * stride + source.range.lowerBound
          (target.baseAddress! + slot * width).update(from: from, count: width)
        }
      }
    }
  }
}

extension KeyValueCache {
  /// Slots side by side, free again when the stretch has no holder.
  package final class Stretch {
    package let range: Range<Int>
    private let cache: KeyValueCache

    fileprivate init(_ range: Range<Int>, of cache: KeyValueCache) {
      self.range = range
      self.cache = cache
    }

    deinit { cache.free(range) }
  }

  package func take(_ count: Int) -> Stretch {
    guard let free = freeRanges.firstIndex(where: { $0.count >= count }) else {
      return Stretch(append(count), of: self)
    }
    let first = freeRanges[free].lowerBound
    let rest = first + count..<freeRanges[free].upperBound
    if rest.isEmpty { freeRanges.remove(at: free) } else { freeRanges[free] = rest }
    return Stretch(first..<first + count, of: self)
  }

  /// Slots after all others, never free again.
  func append(_ count: Int) -> Range<Int> {
    let first = positions.count
    positions += repeatElement(0, count: count)
    if positions.count > capacity { grow(to: max(positions.count, capacity + capacity / 2)) }
    return first..<positions.count
  }

  private func grow(to wanted: Int) {
    let (held, width) = (capacity * width, width)
    func grown(_ tensor: Tensor) -> Tensor {
      Tensor(shape: [wanted, width]) { out in
        tensor.withValues { out.baseAddress!.update(from: $0.baseAddress!, count: held) }
      }
    }
    for layer in keys.indices {
      keys[layer] = grown(keys[layer])
      values[layer] = grown(values[layer])
    }
    capacity = wanted
  }

  private func free(_ range: Range<Int>) {
    var range = range
    var at = freeRanges.firstIndex { $0.lowerBound > range.lowerBound } ?? freeRanges.count
    if at < freeRanges.count, freeRanges[at].lowerBound == range.upperBound {
      range = range.lowerBound..<freeRanges.remove(at: at).upperBound
    }
    if at > 0, freeRanges[at - 1].upperBound == range.lowerBound {
      at -= 1
      range = freeRanges.remove(at: at).lowerBound..<range.upperBound
    }
    freeRanges.insert(range, at: at)
  }
}
