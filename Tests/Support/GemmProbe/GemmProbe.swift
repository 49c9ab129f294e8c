import CKernels
import COneDNN
import Foundation

/// The best rate of matrix products on this machine: what `scripts/bench` divides counted FLOPs by.
///
///     gemm-probe THREADS SECONDS MxKxN …
///
/// Each product C[M, N] = A[M, K] · B[K, N] is repeated for its SECONDS, in f32 and, where the processor
/// has it, in bf16 with sums in f32. Prints one line of JSON: by type, the GFLOP/s of each product's
/// fastest repeat.
@main
enum GemmProbe {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    let sizes = arguments.dropFirst(2).map { $0.split(separator: "x").compactMap { Int($0) } }
    guard let threads = arguments.first.flatMap({ UInt32($0) }), threads > 0,
      let seconds = arguments.dropFirst().first.flatMap({ Double($0) }), !sizes.isEmpty,
      sizes.allSatisfy({ $0.count == 3 && $0.allSatisfy { 1..<1 << 20 ~= $0 } })
    else {
      FileHandle.standardError.write(Data("usage: gemm-probe THREADS SECONDS MxKxN …\n".utf8))
      exit(2)
    }
    let types = onednn_has_bf16() ? ["f32", "bf16"] : ["f32"]
    let found = types.map { type in
      let rates = sizes.map { size in
        let product = Product(
          m: size[0], k: size[1], n: size[2], inBF16: type == "bf16", threads: threads)
        let name = size.map(String.init).joined(separator: "x")
        return "\"\(name)\": \(product.rate(seconds: seconds))"
      }
      return "\"\(type)\": {\(rates.joined(separator: ", "))}"
    }
    print("{\(found.joined(separator: ", "))}")
  }
}
