import Foundation
import Synchronization

/// Runs work on a thread whose stack is large enough for deeply nested scripts and values.
package enum DeepStack {
  private final class Work: @unchecked Sendable {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Only as much of it as is used takes memory.
  private static let size = 512 << 20
  /// The highest addresses of the stacks that are in use.
  private static let tops = Mutex<[UInt]>([])

  /// The lowest address of the deep stack that holds an address; nil on any other thread.
  static func bottom(around address: UInt) -> UInt? {
    tops.withLock { tops in
      tops.first { address <= $0 && $0 - address < UInt(size) }.map { $0 - UInt(size) }
    }
  }

  /// Runs `body` on such a thread and waits for it; the caller's thread does nothing meanwhile.
  package static func run<Result>(_ body: @escaping () -> Result) -> Result {
    var result: Result?
    perform(Work { result = body() })
    return result!
  }

  private static func perform(_ work: Work) {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    let thread = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)
    defer {
      attributes.deallocate()
      thread.deallocate()
    }
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, size)
    defer { pthread_attr_destroy(attributes) }
    let context = Unmanaged.passRetained(work).toOpaque()
    if pthread_create(thread, attributes, runWork, context) == 0 {
      pthread_join(thread.pointee, nil)
    } else {
      // Without the large stack a script is merely allowed fewer nested calls.
      Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
    }
  }

  private static let runWork:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      { context in
        let top = StackGuard.address()
        tops.withLock { $0.append(top) }
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        tops.withLock { $0.removeAll { $0 == top } }
        return nil
      }
}
