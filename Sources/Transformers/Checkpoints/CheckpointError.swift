import Foundation
import Tokenizers

/// What can be wrong with a model folder or a tensor file; each case names the file and the field.
package enum CheckpointError: Error {
  case unreadable(file: URL, reason: String)
  case missingFile(folder: URL, name: String)
  case malformed(file: URL, field: String, reason: String)
  case missingTensor(file: URL, name: String)
  case wrongShape(file: URL, tensor: String, expected: [Int], found: [Int])
  case unknownModelType(file: URL, found: String, known: [String])
  case tokenizer(file: URL, TokenizerError)
  case unwritable(file: URL, reason: String)
}

extension CheckpointError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file.path): can't be read: \(reason)"
    case .missingFile(let folder, let name):
      "\(folder.path): has no \(name); a model folder holds config.json, tokenizer.json and "
        + "model.safetensors"
    case .malformed(let file, let field, let reason):
      "\(file.path): \(field): \(reason)"
    case .missingTensor(let file, let name):
      "\(file.path): has no tensor `\(name)`"
    case .wrongShape(let file, let tensor, let expected, let found):
      "\(file.path): tensor `\(tensor)` has shape \(found), the configuration asks for \(expected)"
    case .unknownModelType(let file, let found, let known):
      "\(file.path): model_type: `\(found)` is not known here; known: \(known.joined(separator: ", "))"
    case .tokenizer(let file, let error):
      "\(file.path): \(error)"
    case .unwritable(let file, let reason):
      "\(file.path): can't be written: \(reason)"
    }
  }
}
