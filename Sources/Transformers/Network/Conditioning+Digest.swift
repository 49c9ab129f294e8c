import Crypto
import Files
import Foundation
import Tensors

extension Conditioning {
  /// SHA-256 of everything that it brings to a pass.
  package var digest: String {
    var hash = SHA256()
    func add(_ name: String, _ tensor: Tensor) {
      hash.update(data: Data("\(name) \(tensor.shape)\n".utf8))
      tensor.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    if let soft { add("soft", soft.value) }
    if let softReply { add("reply", softReply.value) }
    for prompt in layerPrompts { add("layer", prompt.value) }
    for block in prefix {
      add("key \(block.key.range)", block.key.variable.value)
      add("value \(block.value.range)", block.value.variable.value)
    }
    for (name, update) in lowRank.sorted(by: { $0.key < $1.key }) {
      add("\(name) a \(update.scale)", update.a.value)
      add("\(name) b", update.b.value)
    }
    return hash.finalize().hexadecimal
  }
}
