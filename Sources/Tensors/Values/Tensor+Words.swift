extension Tensor {
  /// The buffer as bf16, two to a value.
  var halves: UnsafePointer<UInt16> {
    UnsafeRawPointer(base).assumingMemoryBound(to: UInt16.self)
  }

  /// The buffer as words of another type.
  mutating func withMutableWords<Word: FixedWidthInteger>(
    _ type: Word.Type, _ body: (UnsafeMutablePointer<Word>) -> Void
  ) {
    body(UnsafeMutableRawPointer(mutableBase).assumingMemoryBound(to: type))
  }
}
