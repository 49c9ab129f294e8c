/// One buffer that a thread's working arrays are cut from, each on a whole vector.
final class Scratch {
  private var storage: Tensor
  private var used = 0

  init(_ counts: Int...) {
    storage = .uninitialized([counts.reduce(0) { $0 + AttentionTiles.roundedUp($1) }])
  }

  /// Valid while this is alive.
  func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    defer { used += AttentionTiles.roundedUp(count) }
    precondition(used + count <= storage.count, "\(count) more of \(storage.count)")
    return storage.mutableBase + used
  }
}
