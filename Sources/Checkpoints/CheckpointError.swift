import Foundation
import Tokenizers

/// What can be wrong with a model folder or a tensor file; each case names the file and the field.
package enum CheckpointError: Error {
  case missingFile(folder: URL, name: String)
  case malformed(file: URL, field: String, reason: String)
  case missingTensor(file: URL, name: String)
  case wrongShape(file: URL, tensor: String, expected: [Int], found: [Int])
  /// No file of weights under a name that is looked for; `others` could be taken for some.
  case missingWeights(folder: URL, others: [String])
  case missingShards(index: URL, missing: [String], of: Int)
  /// Values that no trained weight has: NaN or infinite.
  case notFinite(file: URL?, tensor: String, nan: Int, infinite: Int, of: Int)
  /// Weights that a quantizer has packed.
  case quantized(file: URL, method: String, bits: Int?)
  /// A folder that holds an adapter and no model.
  case adapterFolder(folder: URL, base: String?)
  case unknownModelType(file: URL, found: String, known: [String])
  case tokenizer(file: URL, TokenizerError)
}

extension CheckpointError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingFile(let folder, let name):
      if name.hasPrefix("adapter_") || name.hasPrefix("pts_") {
        "\(folder.path): has no \(name); an adapter folder holds adapter_config.json and "
          + "adapter_model.safetensors (or adapter_model.bin)"
      } else {
        "\(folder.path): has no \(name); a model folder holds config.json, tokenizer.json and "
          + "model.safetensors (or pytorch_model.bin)"
      }
    case .malformed(let file, let field, let reason):
      "\(file.path): \(field): \(reason)"
    case .missingTensor(let file, let name):
      "\(file.path): has no tensor `\(name)`"
    case .wrongShape(let file, let tensor, let expected, let found):
      "\(file.path): tensor `\(tensor)` has shape \(found), the configuration asks for \(expected)"
    case .missingWeights(let folder, let others):
      "\(folder.path): has no model.safetensors and no pytorch_model.bin"
        + (others.isEmpty
          ? "; a model folder holds config.json, tokenizer.json and one of them"
          : ", only \(others.prefix(4).joined(separator: ", ")): rename the file that is meant, or "
            + "save the model again with save_pretrained")
    case .missingShards(let index, let missing, let count):
      "\(index.path): names \(count) files, and \(missing.count) of them "
        + "\(missing.count == 1 ? "is" : "are") missing: "
        + missing.prefix(3).joined(separator: ", ")
        + (missing.count > 3 ? ", …" : "") + "; download the rest"
    case .notFinite(let file, let tensor, let nan, let infinite, let count):
      "\(file.map { $0.path + ": " } ?? "")tensor `\(tensor)` holds "
        + [nan > 0 ? "\(nan) NaN" : nil, infinite > 0 ? "\(infinite) infinite values" : nil]
        .compactMap(\.self).joined(separator: " and ")
        + " among \(count): the checkpoint is damaged or was trained to divergence; use another one"
    case .quantized(let file, let method, let bits):
      "\(file.path): quantization_config: the weights are packed by \(method)"
        + (bits.map { " in \($0) bits" } ?? "")
        + ", and pts reads f32, f16 and bf16: use the model that it was made from, or save a copy "
        + "with transformers' `model.dequantize()`"
    case .adapterFolder(let folder, let base):
      "\(folder.path): holds an adapter and no model (adapter_config.json without config.json)"
        + (base.map { "; its base is `\($0)`: write `from: \"\($0)\"`" } ?? "; name its base here")
        + ", and the folder in a prompt's `from:`"
    case .unknownModelType(let file, let found, let known):
      "\(file.path): model_type: `\(found)` isn't supported; supported: \(known.joined(separator: ", "))"
    case .tokenizer(let file, let error):
      "\(file.path): \(error)"
    }
  }
}
