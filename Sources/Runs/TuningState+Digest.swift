import Crypto
import Files
import Foundation
import Tensors
import Tuning

extension TuningState {
  /// SHA-256 over what was learned, every loss and every evaluation: two runs with the same digest have
  /// the same results in every bit. How long steps took is no part of it.
  package var digest: String {
    var hash = SHA256()
    func add(_ text: String) { hash.update(data: Data(text.utf8)) }
    func add(_ role: String, _ tensors: [Tensor]) {
      for (name, tensor) in zip(names, tensors) {
        add("\(role) \(name) \(tensor.shape)\n")
        tensor.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
      }
    }
    add("step \(step)\n")
    add("last", parameters)
    if let best {
      add("best \(best.step) \(best.loss.bitPattern)\n")
      add("best", best.parameters)
    }
    losses.withUnsafeBytes { hash.update(bufferPointer: $0) }
    for evaluation in evaluations {
      add(
        "evaluation \(evaluation.step) \(evaluation.loss.bitPattern) \(evaluation.accuracy.bitPattern)\n"
      )
    }
    return hash.finalize().hexadecimal
  }
}
