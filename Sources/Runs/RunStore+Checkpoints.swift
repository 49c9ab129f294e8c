import Foundation
import Tuning

extension RunStore {
  /// Where the run stood when it was last put down; nil when it never was.
  package func checkpoint(_ key: RunKey) throws(RunStoreError) -> TuningState? {
    let file = checkpointFile(key)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try CheckpointFile.read(file, key: key)
  }

  package func hasCheckpoint(_ key: RunKey) -> Bool {
    FileManager.default.fileExists(atPath: checkpointFile(key).path)
  }

  /// The step of that, without reading the rest; nil when there is none.
  package func checkpointStep(_ key: RunKey) throws(RunStoreError) -> Int? {
    let file = checkpointFile(key)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try CheckpointFile.step(of: file)
  }
}
