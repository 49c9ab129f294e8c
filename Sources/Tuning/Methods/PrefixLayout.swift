import Transformers

/// Where a model's blocks find their keys and values in a row of a prefix, `[P, 2L·width]`: 2L
/// slots of keys and values in turn.
struct PrefixLayout {
  /// keyValueHeads · headSize.
  let width: Int
  /// 2L.
  let slots: Int
  /// The slot of each block's keys; its values are in the next one.
  let keys: [Int]

  init(_ network: any TransformerModel) {
    let shape = network.shape
    width = shape.keyValueHeads * shape.headSize
    let slots = 2 * shape.layers
    self.slots = slots
    if let model = network.encoderDecoder {
      // PEFT cuts a prefix of an encoder–decoder, written twice over, into fours, of which a block
      // of the decoder reads the first two: blocks share slots, and some slots are read by none.
      keys = (0..<model.decoderShape.layers).map { 4 * $0 % slots }
    } else {
      keys = (0..<shape.layers).map { 2 * $0 }
    }
  }

  /// The length of a row.
  var rowWidth: Int { slots * width }
}
