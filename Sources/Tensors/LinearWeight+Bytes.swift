extension LinearWeight {
  /// The bytes that products read, for a hash that shows whether they moved.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try forward().0.withValues { try body(UnsafeRawBufferPointer($0)) }
  }
}
