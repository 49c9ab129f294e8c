import Tensors
import Transformers

/// What a frozen model makes of a row that is alone at the front: where prefixes and deep prompts
/// start.
///
/// A prompt tuned only at the input has these very keys, values and states in front of a text,
/// since no token there sees the text after it. A method that starts from them starts as prompt
/// tuning with the same init would, and learns from there; noise in every block would drown the
/// text instead. (In an encoder, and for soft tokens in the middle of a text, the prompt does see
/// the text, and the start is only near; the decoder of an encoder–decoder meets a prefix where
/// prompt tuning has nothing.)
package struct FrozenStates {
  let language: LocalModel
  /// Ids, or −1−k for row k of `soft`.
  let codes: [Int32]
  let soft: Tensor?

  package init(language: LocalModel, codes: [Int32], soft: Tensor? = nil) {
    (self.language, self.codes, self.soft) = (language, codes, soft)
  }

  /// What each block is given, L tensors `[P, H]`.
  package func inputs() -> [Tensor] {
    var inputs: [Tensor] = []
    let pass = pass()
    pass.onEnter = { inputs.append($1.value) }
    _ = language.network.states(pass, rows: [0])
    return inputs
  }

  /// The blocks' keys and values as a prefix keeps them, `[P, L·2·keyValueHeads·headSize]`.
  ///
  /// An encoder–decoder's are its decoder's, as it writes the row that it has read. Where blocks
  /// share a slot the first one's are there.
  func prefix() -> Tensor {
    let layout = PrefixLayout(language.network)
    let cache = run()
    let (rows, width) = (codes.count, layout.width)
    var result = Tensor.zeros([rows, layout.rowWidth])
    result.withMutableValues { out in
      for (block, slot) in layout.keys.enumerated().reversed() {
        let held = cache.held(layer: block)
        for (offset, tensor) in [held.key, held.value].enumerated() {
          tensor.withValues { values in
            for row in 0..<rows {
              let start = row * layout.rowWidth + (slot + offset) * width
              for column in 0..<width { out[start + column] = values[row * width + column] }
            }
          }
        }
      }
    }
    return result
  }

  /// A cache with the row's keys and values in it.
  private func run() -> KeyValueCache {
    guard let model = language.network.encoderDecoder else {
      let cache = KeyValueCache(shape: language.network.shape, capacity: codes.count)
      _ = language.network.states(pass(cache), rows: [0])
      return cache
    }
    let cache = KeyValueCache(shape: model.decoderShape, capacity: codes.count)
    let read = pass()
    let encoder = model.encoderKeyValues(
      of: model.states(read, rows: codes.indices.map(Int32.init)), read)
    let reading = AttentionPattern(blocks: [
      .init(queries: codes.indices, keys: [.init(range: codes.indices, isCausal: false)])
    ])
    _ = model.logits(pass(cache, isCausal: true), encoder: encoder, reading: reading, rows: [0])
    return cache
  }

  private func pass(_ cache: KeyValueCache? = nil, isCausal: Bool? = nil) -> ForwardPass {
    ForwardPass(
      TokenLayout(row: codes, isCausal: isCausal ?? (language.kind == .decoder)),
      conditioning: Conditioning(soft: soft.map { Variable($0) }), cache: cache,
      on: Tape(recording: false))
  }
}
