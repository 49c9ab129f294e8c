import Adapters
import Checkpoints
import Data
import Files
import Foundation
import Runs
import Tensors
import Tokenizers
import Tuning

/// One mutant put to the test.
package struct FuzzCase {
  package enum Outcome: String {
    /// With an error that tells why.
    case refused
    case loaded
  }

  let kind: any FuzzKind

  package init(_ kind: any FuzzKind) { self.kind = kind }

  /// Writes the mutant into a folder of its own and opens it there. Throws what nobody could tell in words.
  package func run(_ mutant: Mutant) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try mutant.write(to: folder)
    guard let use = try Self.told({ try kind.open(mutant, in: folder) }) else { return .refused }
    _ = try Self.told(use)
    return .loaded
  }

  /// Nil where an error of the engine's own was thrown.
  private static func told<T>(_ body: () throws -> T) throws -> T? {
    do {
      return try body()
    } catch let error where isKnown(error) {
      // Whoever reports it asks for its words.
      _ = "\(error)"
      return nil
    }
  }

  /// The errors that the language has words for.
  private static func isKnown(_ error: any Error) -> Bool {
    error is CheckpointError || error is FileError || error is TokenizerError
      || error is AdapterError || error is MethodError || error is PromptError
      || error is TemplateError || error is TuningError || error is StateError
      || error is TensorError || error is DataFileError || error is RunStoreError
  }
}

/// What a file that loaded did against its promises.
package enum FuzzFault: Error {
  case broken(String)
}
