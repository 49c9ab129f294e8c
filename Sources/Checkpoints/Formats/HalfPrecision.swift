/// Sixteen-bit floats as checkpoints store them, widened exactly to f32.
enum HalfPrecision {
  static func widen(
    f16 source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>
  ) {
    for index in target.indices {
      let bits = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      target[index] = single(f16: UInt16(littleEndian: bits))
    }
  }

  static func widen(
    bf16 source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>
  ) {
    for index in target.indices {
      let bits = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      target[index] = Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
    }
  }

  static func single(f16 bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero or subnormal: the fraction counts units of 2⁻²⁴.
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 31:
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
