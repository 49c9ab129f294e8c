import Foundation
import JSON

/// Which files of a repository a model or an adapter is made of; nothing else is fetched, and no name
/// of the server's becomes a path.
enum WantedFiles {
  /// Whole weights in the order in which transformers looks for them, each with the index of shards that
  /// comes before the next one.
  static let weights = ["model.safetensors", "pytorch_model.bin"]
  static let adapterWeights = ["adapter_model.safetensors", "adapter_model.bin"]

  static func index(of weights: String) -> String { weights + ".index.json" }

  private static let descriptions = [
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
    "special_tokens_map.json", "1_Pooling/config.json", "modules.json", "adapter_config.json",
    "pts.json",
  ]

  enum Weights: Equatable {
    case whole([String])
    /// An index names the files.
    case sharded(index: String)
  }

  /// The small files that are there.
  static func descriptions(in files: Set<String>) -> [String] {
    descriptions.filter(files.contains)
  }

  /// Throws where a repository is nothing that pts can read.
  static func weights(in files: Set<String>, _ repository: RepositoryID) throws(HubError) -> Weights
  {
    let isAdapter = !files.contains("config.json") && files.contains("adapter_config.json")
    let adapter = adapterWeights.first(where: files.contains).map { [$0] } ?? []
    if isAdapter, !adapter.isEmpty { return .whole(adapter) }
    if !isAdapter {
      for name in ["config.json", "tokenizer.json"] where !files.contains(name) {
        throw .lacksFile(repository, name: name)
      }
      for name in weights {
        if files.contains(name) { return .whole([name] + adapter) }
        if files.contains(index(of: name)) { return .sharded(index: index(of: name)) }
      }
    }
    let others = files.filter { name in
      [".bin", ".pt", ".pth", ".ckpt", ".h5", ".msgpack", ".gguf", ".onnx"].contains(
        where: name.hasSuffix)
    }
    throw .noWeights(repository, found: others.sorted())
  }

  /// The files that an index names, in their order; nil where it is no honest index. A shard lies
  /// beside it, so its name has no folder.
  static func shards(index: Data) -> [String]? {
    guard index.count <= 1 << 26, let map = (try? JSONValue(parsing: index))?["weight_map"]?.object
    else { return nil }
    var names: Set<String> = []
    for member in map {
      guard let name = member.value.string, isFileName(name) else { return nil }
      names.insert(name)
    }
    return names.isEmpty ? nil : names.sorted()
  }

  private static func isFileName(_ name: String) -> Bool {
    [".safetensors", ".bin"].contains(where: name.hasSuffix) && !name.hasPrefix(".")
      && name.utf8.count <= 200
      && name.utf8.allSatisfy {
        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != 0x5C
      }
  }
}
