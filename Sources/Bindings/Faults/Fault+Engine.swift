import Adapters
import Checkpoints
import Data
import Files
import Runs
import Script
import Tensors
import Tokenizers
import Transformers
import Tuning

extension Fault {
  /// An engine's error in a person's words; nil for an error that is none of the engine's.
  init?(engine error: any Error) {
    switch error {
    case let error as PromptError: self = error.fault
    case let error as DataFileError: self = error.fault(at: .whole)
    case let error as TuningError: self = error.fault
    case let error as AdapterError: self = error.fault("the adapter")
    case let error as MethodError: self = error.fault("the adapter")
    case let error as TensorError: self = error.fault
    case let error as StateError: self = error.fault
    case let error as RunStoreError: self.init(error.message, hint: error.hint)
    case let error as CheckpointError: self.init("\(error)")
    case let error as FileError:
      var hint: String?
      if case .noFolder = error { hint = "make the folder first, or write `mkdir: true`" }
      self.init("`\(error.file.path)` \(error.clause)", hint: hint)
    case let error as TokenizerError: self = error.fault
    case let error as LanguageModelError: self = error.fault
    default: return nil
    }
  }
}
