import Foundation
import Tensors

/// What the program runs on.
package enum Machine {
  /// `x86_64, 2 processors`.
  package static let summary: String = {
    var name = utsname()
    uname(&name)
    let kind = withUnsafeBytes(of: &name.machine) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return "\(kind), \(ProcessInfo.processInfo.activeProcessorCount) processors"
  }()

  /// The instructions in use, `avx512`: sums of another path differ in their last bits.
  package static var path: String { ProcessorPath.current.rawValue }
}
