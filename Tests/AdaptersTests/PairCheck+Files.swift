import Adapters
import Checkpoints
import Foundation
import JSON
import Tensors
import Tuning

extension PairCheck {
  /// Holds an adapter folder of ours to PEFT's own after the same ten steps: the same fields, the
  /// same tensors, and values within 1e-3. Returns the greatest difference of a value.
  func compareFiles(_ folder: URL) throws -> Double {
    try compareConfigurations(folder)
    let name = "adapter_model.safetensors"
    let own = try SafeTensors(folder.appendingPathComponent(name))
    let theirs = try SafeTensors(pair.folder.appendingPathComponent(name))
    guard own.entries.keys == theirs.entries.keys else {
      let (a, b) = (Set(own.entries.keys), Set(theirs.entries.keys))
      throw PairFault.names(missing: b.subtracting(a).sorted(), extra: a.subtracting(b).sorted())
    }
    var worst = 0.0
    for name in theirs.entries.keys.sorted() {
      let (found, expected) = (try own.tensor(name), try theirs.tensor(name))
      guard found.shape == expected.shape else {
        throw PairFault.shape(name, found: found.shape, expected: expected.shape)
      }
      guard own.entries[name]?.type == theirs.entries[name]?.type else {
        throw PairFault.type(name)
      }
      // Of soft tokens for both halves of an encoder–decoder PEFT reads the first half only.
      let isHalf =
        pair.task == "SEQ_2_SEQ_LM" && name == "prompt_embeddings"
        && (pair.method == "prompt" || pair.method.hasPrefix("ptuning"))
      let count = isHalf ? expected.count / 2 : expected.count
      for (a, b) in zip(found.values, expected.values).prefix(count) {
        worst = max(worst, a.isFinite ? Double(abs(a - b)) : .infinity)
      }
    }
    guard worst <= 1e-3 else { throw PairFault.values(worst) }
    return worst
  }

  private func compareConfigurations(_ folder: URL) throws {
    let name = Adapter.configurationName
    let own = try JSONValue(parsing: Data(contentsOf: folder.appendingPathComponent(name)))
    let theirs = try JSONValue(parsing: Data(contentsOf: pair.folder.appendingPathComponent(name)))
    let keys = Set((own.object! + theirs.object!).map(\.name)).sorted()
    let wrong = keys.filter { key in
      guard let a = own[key], let b = theirs[key] else { return true }
      switch key {
      case "modules_to_save", "target_modules":
        // Sets; PEFT adds the heads' names more than once, and orders targets by chance.
        return Set(a.array?.compactMap(\.string) ?? []) != Set(b.array?.compactMap(\.string) ?? [])
      default: return a != b
      }
    }
    if !wrong.isEmpty { throw PairFault.fields(wrong) }
  }
}
