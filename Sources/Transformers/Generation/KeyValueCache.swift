import Tensors

/// Keys and values of the tokens of one row that a model has already seen, layer by layer.
///
/// Room for `capacity` tokens is taken at once; a pass adds its tokens in place.
package final class KeyValueCache {
  private var keys: [Tensor]
  private var values: [Tensor]
  private let width: Int
  package let capacity: Int
  /// Tokens held in every layer.
  package private(set) var count = 0

  /// - Parameter prefix: keys and values that stand in front of the row, a pair for each layer; they
  ///   take up capacity too.
  package init(shape: ModelShape, capacity: Int, prefix: [KeyValuePrefix] = []) {
    self.capacity = capacity
    width = shape.keyValueHeads * shape.headSize
    keys = (0..<shape.layers).map { [width] _ in .zeros([capacity, width]) }
    values = keys
    for (layer, pair) in prefix.enumerated() {
      _ = extend(layer: layer, key: pair.key, value: pair.value)
    }
    if let first = prefix.first { advance(by: first.key.variable.shape[0]) }
  }

  /// What it holds of a layer, `[count, keyValueHeads·headSize]` each.
  package func held(layer: Int) -> (key: Tensor, value: Tensor) {
    func held(_ tensor: Tensor) -> Tensor {
      Tensor(tensor.withValues { Array($0.prefix(count * width)) }, shape: [count, width])
    }
    return (held(keys[layer]), held(values[layer]))
  }

  /// Adds columns of `[n, C]` to a layer and returns all of its keys and values so far.
  ///
  /// The count moves only with `advance(by:)`, after the last layer.
  func extend(layer: Int, key: Columns, value: Columns) -> (key: Columns, value: Columns) {
    copy(key, to: &keys[layer])
    copy(value, to: &values[layer])
    let all = 0..<width
    return (
      Columns(Variable(keys[layer]), all), Columns(Variable(values[layer]), all)
    )
  }

  /// Forgets all but its first tokens and keeps the room.
  func shorten(to tokens: Int) {
    precondition(tokens <= count, "a cache of \(count) tokens can't keep \(tokens)")
    count = tokens
  }

  func advance(by tokens: Int) {
    count += tokens
    precondition(count <= capacity, "a cache was asked to hold more tokens than it has room for")
  }

  private func copy(_ source: Columns, to target: inout Tensor) {
    let rows = source.variable.shape[0]
    let stride = source.variable.shape[1]
    precondition(count + rows <= capacity && source.range.count == width)
    target.withMutableValues { target in
      source.variable.value.withValues { values in
        for row in 0..<rows {
          let from = values.baseAddress! + row * stride + source.range.lowerBound
          (target.baseAddress! + (count + row) * width).update(from: from, count: width)
        }
      }
    }
  }
}
