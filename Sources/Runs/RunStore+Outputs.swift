import Foundation
import GRDB

extension RunStore {
  /// Keeps an output, in place of an earlier answer to the same question. A run that the store
  /// doesn't know keeps nothing.
  package func keep(_ output: StoredOutput, of key: RunKey) throws(RunStoreError) {
    try write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO output SELECT key, ?, ?, ?, ?, ? FROM run WHERE key = ?
          """,
        arguments: [
          output.kind, output.split, output.input, output.json, Date().timeIntervalSince1970,
          key.hex,
        ])
    }
  }

  /// The run's outputs, oldest first.
  package func outputs(_ key: RunKey) throws(RunStoreError) -> [StoredOutput] {
    try fetch(
      key, "SELECT kind, split, input, json FROM output WHERE run = ? ORDER BY made, kind, split"
    ) { row in
      StoredOutput(
        kind: try row.text("kind"), split: try row.text("split"), input: try row.text("input"),
        json: try row.text("json"))
    }
  }
}
