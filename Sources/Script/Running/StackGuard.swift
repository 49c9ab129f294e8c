import Foundation

/// Tells how much of the running thread's stack is left.
enum StackGuard {
  /// Left free below the limit for what Swift code and libraries need.
  private static let reserve: UInt = 512 * 1024

  /// The lowest address that a script's calls may reach on this thread; 0 where it is unknown.
  static func limit() -> UInt {
    var attributes = pthread_attr_t()
    guard pthread_getattr_np(pthread_self(), &attributes) == 0 else { return 0 }
    defer { pthread_attr_destroy(&attributes) }
    var base: UnsafeMutableRawPointer?
    var size = 0
    guard pthread_attr_getstack(&attributes, &base, &size) == 0, let base else { return 0 }
    return UInt(bitPattern: base) + reserve
  }

  @inline(__always)
  static func isAbove(_ limit: UInt) -> Bool {
    var mark: UInt8 = 0
    return withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) } > limit
  }
}

/// Runs work on a thread whose stack is large enough for deeply nested scripts and values.
package enum DeepStack {
  private final class Work: @unchecked Sendable {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Only as much of it as is used takes memory.
  private static let size = 512 * 1024 * 1024

  /// Runs `body` on such a thread and waits for it; the caller's thread does nothing meanwhile.
  package static func run<Result>(_ body: () -> Result) -> Result {
    var outcome: Result?
    withoutActuallyEscaping(body) { body in
      let work = Work { outcome = body() }
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, size)
      defer { pthread_attr_destroy(&attributes) }
      var thread = pthread_t()
      let context = Unmanaged.passRetained(work)
      let status = pthread_create(
        &thread, &attributes,
        { context in
          Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
          return nil
        }, context.toOpaque())
      if status == 0 {
        pthread_join(thread, nil)
      } else {
        // Without the large stack a script is merely allowed fewer nested calls.
        context.takeRetainedValue().body()
      }
    }
    return outcome!
  }
}
