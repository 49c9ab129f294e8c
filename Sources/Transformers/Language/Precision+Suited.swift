import Tensors

extension Precision {
  /// bf16 where the processor has native bf16 instructions and the model is wide enough to gain: rounding what is multiplied
  /// costs as much as products of narrow matrices save.
  package static func suited(to shape: ModelShape) -> Precision {
    hasNativeBF16 && shape.hiddenSize >= 512 ? .bf16 : .f32
  }
}
