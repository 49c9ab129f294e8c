import Tensors

/// What tuning brings to a pass of a frozen model; plain text brings nothing.
package struct Conditioning {
  /// Soft tokens that negative codes point into, `[P, H]`.
  package var soft: Variable?
  /// Soft tokens in front of what an encoder–decoder writes, for the same codes.
  package var softReply: Variable?
  /// Deep prompts: what replaces the soft tokens in front of blocks 1, 2, …, `[P, H]` each.
  package var layerPrompts: [Variable] = []
  /// Prefix tuning: keys and values in front of every row, a pair for each block.
  package var prefix: [KeyValuePrefix] = []
  /// Low-rank updates by the bare name of the layer that they are added to.
  package var lowRank: [String: LowRankUpdate] = [:]

  package init(soft: Variable? = nil) {
    self.soft = soft
  }

  /// Whether it is soft tokens and nothing else, so that it can differ from row to row.
  package var isSoftAlone: Bool {
    softReply == nil && layerPrompts.isEmpty && prefix.isEmpty && lowRank.isEmpty
  }

  /// What of it the encoder of an encoder–decoder meets: a prefix is in front of what is written.
  package var encoder: Conditioning {
    var part = self
    (part.prefix, part.softReply) = ([], nil)
    return part
  }

  /// What of it the decoder of an encoder–decoder meets: most soft tokens are in what is read.
  package var decoder: Conditioning {
    var part = self
    (part.soft, part.softReply, part.layerPrompts) = (softReply, nil, [])
    return part
  }

  /// P positions that a prefix takes in front of the text.
  package var prefixLength: Int { prefix.first?.count ?? 0 }
}

/// Keys and values of P positions in front of the text, `[P, keyValueHeads·headSize]` each: as attention
/// sees them, so after any rotation.
package struct KeyValuePrefix {
  package let key: Columns
  package let value: Columns

  package init(key: Columns, value: Columns) {
    self.key = key
    self.value = value
  }

  /// P.
  var count: Int { key.variable.shape[0] }
}

/// LoRA (Hu et al. 2021): y += (x·Aᵀ)·Bᵀ·scale, A `[r, K]` and B `[N, r]` as PEFT keeps them.
package struct LowRankUpdate {
  package let a: Variable
  package let b: Variable
  package let scale: Float

  package init(a: Variable, b: Variable, scale: Float) {
    self.a = a
    self.b = b
    self.scale = scale
  }
}

extension Conditioning {
  /// What keeps it from a model, in words that follow "the prompt"; nil where it fits.
  package func misfit(to network: any TransformerModel) -> String? {
    let shape = network.shape
    if let soft, soft.shape[1] != shape.hiddenSize {
      return "has width \(soft.shape[1]), the model has \(shape.hiddenSize)"
    }
    if !layerPrompts.isEmpty, layerPrompts.count != shape.layers - 1 {
      return "is for \(layerPrompts.count + 1) blocks, the model has \(shape.layers)"
    }
    if let first = prefix.first {
      // In an encoder–decoder it is in front of what is written.
      let shape = network.encoderDecoder?.decoderShape ?? shape
      let width = shape.keyValueHeads * shape.headSize
      if prefix.count != shape.layers || first.key.range.count != width {
        return "is for \(prefix.count) blocks of \(first.key.range.count) key columns, "
          + "the model has \(shape.layers) of \(width)"
      }
    }
    return nil
  }
}
