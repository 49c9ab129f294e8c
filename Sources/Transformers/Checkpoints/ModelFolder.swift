import Crypto
import Foundation
import Tensors
import Tokenizers

/// A model as Hugging Face's libraries leave it in a folder: `config.json`, `tokenizer.json`, and
/// `model.safetensors`, whole or in shards with an index.
package struct ModelFolder {
  package let url: URL
  package let configuration: ConfigurationReader

  package init(_ url: URL) throws {
    self.url = url
    let config = url.appendingPathComponent("config.json")
    guard FileManager.default.fileExists(atPath: config.path) else {
      throw CheckpointError.missingFile(folder: url, name: "config.json")
    }
    configuration = try ConfigurationReader(config)
  }

  package func tokenizer() throws -> Tokenizer {
    let file = url.appendingPathComponent("tokenizer.json")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CheckpointError.missingFile(folder: url, name: "tokenizer.json")
    }
    let data = try MappedFile.data(file)
    do {
      return try Tokenizer(json: data)
    } catch {
      throw CheckpointError.tokenizer(file: file, error)
    }
  }

  /// The text of the token that ends a generation: `eos_token_id` of the configuration.
  package func endToken(_ tokenizer: Tokenizer) throws -> (id: Int32, text: String)? {
    guard let value = configuration.root["eos_token_id"], !value.isNull else { return nil }
    guard let id = (value.array?.first ?? value).int, let id = Int32(exactly: id) else {
      throw configuration.fault("eos_token_id", "must be a token id")
    }
    return tokenizer.token(of: id).map { (id, $0) }
  }

  package func weights() throws -> Checkpoint {
    let index = url.appendingPathComponent("model.safetensors.index.json")
    if FileManager.default.fileExists(atPath: index.path) { return try sharded(index) }
    let file = url.appendingPathComponent("model.safetensors")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CheckpointError.missingFile(folder: url, name: "model.safetensors")
    }
    return Checkpoint([try SafeTensors(file)])
  }

  private func sharded(_ index: URL) throws -> Checkpoint {
    let reader = try ConfigurationReader(index)
    guard let map = reader.root["weight_map"]?.object else {
      throw reader.fault("weight_map", "is missing or no object")
    }
    var names: [String] = []
    for member in map {
      guard let name = member.value.string else {
        throw reader.fault("weight_map.\(member.name)", "must be a file name")
      }
      // A shard lies beside its index; a path elsewhere is nobody's honest checkpoint.
      guard !name.contains("/"), name != "..", !name.isEmpty else {
        throw reader.fault("weight_map.\(member.name)", "`\(name)` leaves the folder")
      }
      if !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { throw reader.fault("weight_map", "names no file") }
    let shards = try names.map { name in
      let file = url.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else {
        throw CheckpointError.missingFile(folder: url, name: name)
      }
      return try SafeTensors(file)
    }
    let checkpoint = Checkpoint(shards)
    for member in map where checkpoint.entry(member.name) == nil {
      // The shards' own headers decide; the index may name buffers that are not weights.
      guard shards.contains(where: { $0.url.lastPathComponent == member.value.string }) else {
        throw reader.fault("weight_map.\(member.name)", "names a shard without that tensor")
      }
    }
    return checkpoint
  }
}

/// The tensors of a model folder, from one file or several.
package final class Checkpoint {
  package let files: [SafeTensors]
  private let places: [String: Int]

  init(_ files: [SafeTensors]) {
    self.files = files
    var places: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for name in file.entries.keys { places[name] = index }
    }
    self.places = places
  }

  package var names: [String] { places.keys.sorted() }

  func entry(_ name: String) -> (file: SafeTensors, entry: SafeTensors.Entry)? {
    places[name].map { (files[$0], files[$0].entries[name]!) }
  }

  func declares(_ name: String) -> Bool { files.contains { $0.declares(name) } }

  /// Why a tensor isn't among `names`: said by the shard that has it in a type no weight has.
  func fault(without name: String) -> CheckpointError {
    let faults = files.map { $0.fault(without: name) }
    return faults.first { if case .malformed = $0 { true } else { false } } ?? faults[0]
  }

  /// SHA-256 of every tensor's name, type, shape and bytes, in the order of their names: the same for
  /// one file and for shards.
  package func fingerprint() -> String {
    var hash = SHA256()
    for name in names {
      let (file, entry) = entry(name)!
      hash.update(data: Data("\(name) \(entry.type.rawValue) \(entry.shape)\n".utf8))
      file.forEachStretch(of: entry) { hash.update(bufferPointer: $0) }
    }
    return hash.finalize().hexadecimal
  }
}

extension Digest {
  package var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

/// A checkpoint's tensors under an architecture's own names, with or without the wrapper's prefix.
final class PrefixedWeights: WeightSource {
  private let checkpoint: Checkpoint
  private let prefix: String

  /// - Parameter prefixes: what a checkpoint of the whole model puts in front (`transformer.`), then one
  ///   of a part of it; one of the bare body has none. `probe` is a tensor that tells which.
  package init(_ checkpoint: Checkpoint, prefixes: [String], probe: String) {
    self.checkpoint = checkpoint
    prefix = prefixes.first { checkpoint.declares($0 + probe) } ?? ""
  }

  private func find(_ name: String) -> (file: SafeTensors, entry: SafeTensors.Entry)? {
    checkpoint.entry(prefix + name) ?? checkpoint.entry(name)
  }

  package func contains(_ name: String) -> Bool { find(name) != nil }

  package func check(_ name: String, shape: [Int]) throws {
    guard let (file, entry) = find(name) else {
      throw checkpoint.fault(without: prefix + name)
    }
    guard entry.shape == shape else {
      throw CheckpointError.wrongShape(
        file: file.url, tensor: prefix + name, expected: shape, found: entry.shape)
    }
  }

  package func checkedTensor(_ name: String, shape: [Int]) -> Tensor {
    let (file, entry) = find(name)!
    return file.read(entry)
  }

  package func checkedRows(_ name: String, shape: [Int], rows: Range<Int>) -> Tensor {
    let (file, entry) = find(name)!
    return file.read(entry, rows: rows)
  }
}
