import Tensors
import Transformers

/// What a frozen model makes of a row that stands alone at the front: where prefixes and deep prompts start.
///
/// A prompt tuned only at the input has these very keys, values and states in front of a text, since no token
/// there sees the text behind it. A method that starts from them starts as prompt tuning with the same init
/// would, and learns from there; noise in every block would drown the text instead. (In an encoder, and for
/// soft tokens in the middle of a text, the prompt does see the text, and the start is only near.)
struct FrozenStates {
  /// A block's keys and values, `[P, keyValueHeads·headSize]` each.
  let keysAndValues: [(key: Tensor, value: Tensor)]
  /// What each block was given, `[P, H]`.
  let inputs: [Tensor]

  /// - Parameter codes: ids, or −1−k for row k of `soft`.
  init(_ codes: [Int32], soft: Tensor?, in language: LanguageModel) {
    let network = language.network
    let span = AttentionPattern.KeySpan(
      range: codes.indices, isCausal: language.kind == .decoder)
    let layout = TokenLayout(
      codes: codes, positions: codes.indices.map(Int32.init),
      pattern: AttentionPattern(blocks: [.init(queries: codes.indices, keys: [span])]))
    let cache = KeyValueCache(shape: network.shape, capacity: codes.count)
    let pass = ForwardPass(
      layout, steering: Steering(soft: soft.map { Variable($0) }), cache: cache,
      on: Tape(recording: false))
    var inputs: [Tensor] = []
    pass.onEnter = { inputs.append($1.value) }
    _ = network.states(pass, rows: [0])
    self.inputs = inputs
    keysAndValues = (0..<network.shape.layers).map { cache.held(layer: $0) }
  }

  /// The keys and values as a prefix keeps them, `[P, L·2·keyValueHeads·headSize]`.
  var prefix: Tensor {
    let (rows, width) = (keysAndValues[0].key.shape[0], keysAndValues[0].key.shape[1])
    return Tensor(shape: [rows, 2 * keysAndValues.count * width]) { out in
      for (layer, pair) in keysAndValues.enumerated() {
        for (slot, tensor) in [pair.key, pair.value].enumerated() {
          tensor.withValues { values in
            for row in 0..<rows {
              let start = (row * keysAndValues.count * 2 + layer * 2 + slot) * width
              for column in 0..<width { out[start + column] = values[row * width + column] }
            }
          }
        }
      }
    }
  }
}
