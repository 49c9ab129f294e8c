import CKernels

/// Which code runs, where it is written for several processors; `PTS_CPU` names a narrower path
/// than the processor's own.
package enum ProcessorPath: String, CaseIterable, Sendable {
  /// Plain C: SSE2 on x86-64, NEON on arm64.
  case generic
  /// x86-64-v3.
  case avx2
  /// x86-64-v4.
  case avx512
  /// x86-64-v4 with native bf16 instructions.
  case avx512bf16

  /// The one in use.
  package static let current = ProcessorPath(kernel_path())
  /// Those that this processor has, the narrowest first.
  package static let available = Array(allCases.prefix { $0.isAvailable })
  /// What PTS_CPU holds if that isn't one of them.
  package static let refused = kernel_refused_path().map { String(cString: $0) }

  private init(_ path: KernelPath) {
    self =
      kernel_path_name(path).flatMap { ProcessorPath(rawValue: String(cString: $0)) } ?? .generic
  }

  private var isAvailable: Bool {
    let widest = ProcessorPath(kernel_widest_path())
    return Self.allCases.firstIndex(of: self)! <= Self.allCases.firstIndex(of: widest)!
  }
}
