/// The processes that run one script together, and the rank of this one.
///
/// Every process makes the same calls in the same order; a call that speaks to the others returns
/// when they have come to it too, and gives every process the same result.
package protocol ProcessGroup: Sendable {
  /// This process's rank, from 0. The first one prints and writes for all.
  var rank: Int { get }
  var count: Int { get }
  /// How many of them share this machine.
  var localCount: Int { get }

  /// Replaces each process's values by the sum over all processes.
  func sum(_ values: UnsafeMutableBufferPointer<Float>)
  /// The bytes of one process, in all of them.
  func broadcast(_ bytes: [UInt8], from root: Int) -> [UInt8]
  /// The bytes of every process, in the order of their ranks.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]
}

extension ProcessGroup {
  package var isFirst: Bool { rank == 0 }
  package var isSingle: Bool { count == 1 }

  /// The stretch of some pieces of work that is this process's; empty where there are fewer pieces
  /// than processes.
  package func share(of pieces: Int) -> Range<Int> {
    pieces * rank / count..<pieces * (rank + 1) / count
  }

  /// Waits for all.
  package func barrier() { _ = any(false) }

  /// Whether any process says so.
  package func any(_ flag: Bool) -> Bool {
    if isSingle { return flag }
    var count: Float = flag ? 1 : 0
    withUnsafeMutablePointer(to: &count) { sum(UnsafeMutableBufferPointer(start: $0, count: 1)) }
    return count > 0
  }

  /// The values of the first process, in all of them; the others' aren't evaluated.
  package func broadcast<Element: BitwiseCopyable>(
    _ values: @autoclosure () throws -> [Element]
  ) rethrows -> [Element] {
    if isSingle { return try values() }
    var message = Message()
    if isFirst { message.encode(try values()) }
    var received = Message(broadcast(message.bytes, from: 0))
    return received.decode()
  }

  /// The values of all processes, end to end in the order of their ranks.
  package func allGather<Element: BitwiseCopyable>(_ own: [Element]) -> [Element] {
    if isSingle { return own }
    var message = Message()
    message.encode(own)
    return gather(message.bytes).flatMap { bytes -> [Element] in
      var received = Message(bytes)
      return received.decode()
    }
  }
}
