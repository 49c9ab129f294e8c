import Foundation
import GRDB
import Tensors

extension RunStore {
  /// The prompts of a run that has ended: its last one, and the best one where there was a choice.
  package func prompts(_ key: RunKey) throws(RunStoreError) -> [StoredPrompt] {
    try fetch(
      key,
      """
      SELECT kind, step, template, rows, columns, vectors FROM prompt WHERE run = ? ORDER BY kind
      """
    ) { row in
      let stored = try row.text("kind")
      guard let kind = StoredPrompt.Kind(rawValue: stored) else { throw row.fault("kind", stored) }
      let shape = [try row.count("rows"), try row.count("columns")]
      let bytes = try row.data("vectors")
      let (count, overflows) = shape[0].multipliedReportingOverflow(by: shape[1])
      guard !overflows, bytes.count % 4 == 0, bytes.count / 4 == count else {
        throw row.fault("vectors", "\(bytes.count) bytes for the shape \(shape)")
      }
      let values = bytes.withUnsafeBytes { bytes in
        (0..<count).map { index in
          Float(
            bitPattern: UInt32(
              littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
        }
      }
      return StoredPrompt(
        kind: kind, step: try row.count("step"), template: try row.text("template"),
        vectors: Tensor(values, shape: shape))
    }
  }
}

extension Database {
  /// Keeps a prompt `[P, H]` in place of the run's earlier one of that kind.
  func keep(
    _ vectors: Tensor, as kind: StoredPrompt.Kind, step: Int, template: String, of key: RunKey
  ) throws {
    let bytes = vectors.withValues { values in
      var data = Data(capacity: values.count * 4)
      for value in values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
      return data
    }
    try execute(
      sql: "INSERT OR REPLACE INTO prompt VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        key.hex, kind.rawValue, step, template, vectors.shape[0], vectors.shape[1], bytes,
      ])
  }
}
