import Foundation

extension HuggingFaceFolder {
  /// The files that may hold the weights, in the order in which transformers looks for them: whatever
  /// comes first is read, and the others beside it are not.
  private enum WeightFile: String, CaseIterable {
    case safetensors = "model.safetensors"
    case safetensorsIndex = "model.safetensors.index.json"
    case pickled = "pytorch_model.bin"
    case pickledIndex = "pytorch_model.bin.index.json"
  }

  package func weights() throws -> Checkpoint {
    Checkpoint(try weightFiles().map(TensorFile.open))
  }

  package func weightsFingerprint() throws -> String {
    let files = try weightFiles()
    return try fingerprints.digest(of: files) {
      Checkpoint(try files.map(TensorFile.open)).fingerprint()
    }
  }

  /// The files that hold the weights: one, or the shards that an index names.
  private func weightFiles() throws -> [URL] {
    let found = WeightFile.allCases.first { exists($0.rawValue) }
    guard let found else { throw missingWeights() }
    let file = url.appendingPathComponent(found.rawValue)
    switch found {
    case .safetensors, .pickled: return [file]
    case .safetensorsIndex, .pickledIndex: return try shards(file)
    }
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
  }

  /// The fault of a folder without weights, with the files in it that could be taken for them.
  private func missingWeights() -> CheckpointError {
    let endings = [".safetensors", ".bin", ".gguf", ".pt", ".pth", ".h5", ".msgpack", ".onnx"]
    let others = ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
      .filter { name in endings.contains(where: name.hasSuffix) }
    return .missingWeights(folder: url, others: others.sorted())
  }

  private func shards(_ index: URL) throws -> [URL] {
    let reader = try ConfigurationReader(index)
    guard let map = reader.root["weight_map"]?.object else {
      throw reader.fault("weight_map", "is missing or isn't an object")
    }
    var names: [String] = []
    var known: Set<String> = []
    for member in map {
      guard let name = member.value.string else {
        throw reader.fault("weight_map.\(member.name)", "must be a file name")
      }
      // A shard is beside its index; an honest checkpoint has no path elsewhere.
      guard !name.contains("/"), name != "..", !name.isEmpty else {
        throw reader.fault("weight_map.\(member.name)", "`\(name)` leaves the folder")
      }
      if known.insert(name).inserted { names.append(name) }
    }
    guard !names.isEmpty else { throw reader.fault("weight_map", "names no file") }
    let missing = names.filter { !exists($0) }
    guard missing.isEmpty else {
      throw CheckpointError.missingShards(index: index, missing: missing, of: names.count)
    }
    return names.map { url.appendingPathComponent($0) }
  }
}
