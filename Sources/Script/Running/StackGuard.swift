/// Tells how much of the running thread's stack a script's calls may take.
enum StackGuard {
  /// What is left free for Swift code and libraries below a script's deepest call.
  private static let reserve: UInt = 1 << 20
  /// Of an ordinary thread's 8 MiB; callers may have used some of it already.
  private static let ordinaryBudget: UInt = 5 << 20

  /// The lowest address that calls made from here may reach.
  static func limit() -> UInt {
    let here = address()
    if let bottom = DeepStack.bottom(around: here) { return bottom + reserve }
    return here > ordinaryBudget ? here - ordinaryBudget : 0
  }

  @inline(__always)
  static func isAbove(_ limit: UInt) -> Bool { address() > limit }

  /// An address in the running function's frame.
  @inline(__always)
  static func address() -> UInt {
    var mark: UInt8 = 0
    return withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
  }
}
