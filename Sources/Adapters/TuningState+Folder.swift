import Checkpoints
import Foundation
import Tensors
import Tuning

/// `pts_state.safetensors`: a run's state as it is encoded, without the prompts of earlier steps: a
/// run continues without them, and they may be many times the adapter's size.
extension TuningState {
  func write(toFolderFile file: URL) throws {
    let encoded = EncodedState(self, includingHistory: false)
    try SafeTensors.write(
      encoded.tensors,
      metadata: ["format": "pt", EncodedState.metadataName: encoded.header], to: file)
  }
}

extension Adapter.Sidecar {
  /// Where the run was; nil where the folder was saved without.
  func state(in folder: URL) throws -> TuningState? {
    guard progress != nil || digests[Adapter.stateName] != nil else { return nil }
    let url = folder.appendingPathComponent(Adapter.stateName)
    let file = try SafeTensors(url)
    let tensors = file.entries.mapValues(file.read)
    // Nothing that a run can continue from: training ends before such a value is learned.
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key })
    where !tensor.withValues({ $0.allSatisfy(\.isFinite) }) {
      throw CheckpointError.malformed(
        file: url, field: "tensor `\(name)`", reason: "holds values that are not finite")
    }
    do throws(StateError) {
      if let progress { return try TuningState(progress.header, tensors: tensors) }
      guard let header = file.metadata[EncodedState.metadataName] else { throw .notAHeader }
      return try TuningState(header: header, tensors: tensors)
    } catch {
      throw error.inFile(
        url,
        header: progress == nil
          ? nil : (folder.appendingPathComponent(Adapter.sidecarName), "progress."))
    }
  }
}

extension StateError {
  /// The same fault as one of the file that it lies in.
  ///
  /// - Parameter header: another file that has the header, and the prefix of its fields' names.
  fileprivate func inFile(
    _ file: URL, header: (file: URL, prefix: String)?
  ) -> CheckpointError {
    switch self {
    case .missingTensor(let name): .missingTensor(file: file, name: name)
    case .malformed(let field, let reason) where field.hasPrefix("tensor "):
      .malformed(file: file, field: field, reason: reason)
    case .malformed(let field, let reason):
      .malformed(file: header?.file ?? file, field: (header?.prefix ?? "") + field, reason: reason)
    default: .malformed(file: file, field: EncodedState.metadataName, reason: "\(self)")
    }
  }
}
