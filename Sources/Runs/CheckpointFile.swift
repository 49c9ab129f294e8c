import Checkpoints
import Files
import Foundation
import Tuning

/// A run's state as a safetensors file whose metadata has the state's header and the run's key.
package enum CheckpointFile {
  private static let keyName = "pts.run"

  package static func write(_ state: TuningState, key: RunKey, to file: URL) throws {
    let encoded = EncodedState(state)
    try SafeTensors.write(
      encoded.tensors,
      metadata: [
        "format": "pt", EncodedState.metadataName: encoded.header, keyName: key.hex,
      ], to: file)
  }

  /// Throws `damagedCheckpoint` for a file that `write` can't have made for this run.
  package static func read(_ file: URL, key: RunKey) throws(RunStoreError) -> TuningState {
    try reading(file) { contents, header, fault in
      let tensors = contents.entries.mapValues(contents.read)
      let earlier = try EarlierCheckpointHeader(header)
      guard (earlier?.key ?? contents.metadata[keyName]) == key.hex else {
        throw fault("it belongs to another run")
      }
      if let earlier { return try TuningState(earlier.header(for: tensors), tensors: tensors) }
      return try TuningState(header: header, tensors: tensors)
    }
  }

  /// The step that it was written after, without its tensors.
  static func step(of file: URL) throws(RunStoreError) -> Int {
    struct StepAlone: Decodable { let step: Int }
    return try reading(file) { _, header, _ in
      try JSONDecoder().decode(StepAlone.self, from: Data(header.utf8)).step
    }
  }

  private static func reading<T>(
    _ file: URL,
    _ body: (SafeTensors, _ header: String, _ fault: (String) -> RunStoreError) throws -> T
  ) throws(RunStoreError) -> T {
    func fault(_ reason: String) -> RunStoreError {
      .damagedCheckpoint(path: file.path, reason: reason)
    }
    do {
      let contents = try SafeTensors(file)
      guard let header = contents.metadata[EncodedState.metadataName] else {
        throw fault("it has no state")
      }
      return try body(contents, header, fault)
    } catch let error as RunStoreError {
      throw error
    } catch CheckpointError.malformed(_, let field, let reason) {
      throw fault("\(field): \(reason)")
    } catch let error as FileError {
      throw fault(error.clause)
    } catch let error as StateError {
      throw fault("\(error)")
    } catch {
      throw fault("its state isn't valid pts JSON")
    }
  }
}
