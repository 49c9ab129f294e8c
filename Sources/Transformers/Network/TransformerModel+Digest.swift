import Crypto
import Files
import Foundation

extension TransformerModel {
  /// SHA-256 of the weights as they are in memory; equal before and after a run of a frozen model.
  package func digest() -> String {
    var hash = SHA256()
    for parameter in parameters {
      switch parameter.storage {
      case .plain(let variable):
        variable.value.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
      case .linear(let weight):
        weight.frozen?.withBytes { hash.update(bufferPointer: $0) }
        // A weight that training moves isn't packed.
        parameter.variable?.value.withValues {
          hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
      case .table(let matrix): matrix.withBytes { hash.update(bufferPointer: $0) }
      }
    }
    return hash.finalize().hexadecimal
  }
}
