import Tensors
import Transformers

/// What a frozen model makes of a row that stands alone at the front: where prefixes and deep prompts start.
///
/// A prompt tuned only at the input has these very keys, values and states in front of a text, since no token
/// there sees the text behind it. A method that starts from them starts as prompt tuning with the same init
/// would, and learns from there; noise in every block would drown the text instead. (In an encoder, and for
/// soft tokens in the middle of a text, the prompt does see the text, and the start is only near.)
struct FrozenStates {
  let language: LanguageModel
  /// Ids, or −1−k for row k of `soft`.
  let codes: [Int32]
  var soft: Tensor? = nil

  /// What each block is given, L tensors `[P, H]`.
  func inputs() -> [Tensor] {
    var inputs: [Tensor] = []
    let pass = pass()
    pass.onEnter = { inputs.append($1.value) }
    _ = language.network.states(pass, rows: [0])
    return inputs
  }

  /// Every block's keys and values as a prefix keeps them, `[P, L·2·keyValueHeads·headSize]`.
  func prefix() -> Tensor {
    let shape = language.network.shape
    let (rows, width) = (codes.count, shape.keyValueHeads * shape.headSize)
    let cache = KeyValueCache(shape: shape, capacity: rows)
    _ = language.network.states(pass(cache), rows: [0])
    return Tensor(shape: [rows, 2 * shape.layers * width]) { out in
      for layer in 0..<shape.layers {
        let held = cache.held(layer: layer)
        for (slot, tensor) in [held.key, held.value].enumerated() {
          tensor.withValues { values in
            for row in 0..<rows {
              let start = ((row * shape.layers + layer) * 2 + slot) * width
              for column in 0..<width { out[start + column] = values[row * width + column] }
            }
          }
        }
      }
    }
  }

  private func pass(_ cache: KeyValueCache? = nil) -> ForwardPass {
    let span = AttentionPattern.KeySpan(
      range: codes.indices, isCausal: language.kind == .decoder)
    let layout = TokenLayout(
      codes: codes, positions: codes.indices.map(Int32.init),
      pattern: AttentionPattern(blocks: [.init(queries: codes.indices, keys: [span])]))
    return ForwardPass(
      layout, steering: Steering(soft: soft.map { Variable($0) }), cache: cache,
      on: Tape(recording: false))
  }
}
