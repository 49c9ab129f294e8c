import Checkpoints
import Files
import Foundation
import JSON
import Tensors
import Transformers

extension Adapter {
  /// Writes the folder so that `PeftModel.from_pretrained` loads it, or over one that is there.
  ///
  /// All files are whole before the first one is put in place, and what makes the folder an adapter
  /// goes first and comes back last: nobody finds the files of two adapters together.
  package func write(to folder: URL, shape: ModelShape) throws {
    let staged = try StagedFolder(in: folder)
    let written = try stage(in: staged.staging, shape: shape)
    let all = [
      Self.configurationName, Self.sidecarName, Self.weightsName, Self.ownWeightsName,
      Self.stateName,
    ]
    try staged.commit(written, removing: all)
  }

  /// The names of the written files, in the order in which they are to appear.
  private func stage(in folder: URL, shape: ModelShape) throws -> [String] {
    let isOwn = contents.type == nil
    let weights = isOwn ? Self.ownWeightsName : Self.weightsName
    let whole = task == .reply ? try contents.withDecoderRows() : contents
    let prefix = Self.headPrefix(contents.kind)
    try SafeTensors.write(
      whole.tensors + head.map { (prefix + $0.name, $0.tensor) },
      to: folder.appendingPathComponent(weights))
    var names = [weights]
    if var sidecar {
      sidecar.version = Sidecar.currentVersion
      sidecar.progress = nil
      sidecar.task = task
      sidecar.baseModel = baseModel
      sidecar.isWholeFolder = isOwn
      sidecar.digests = [weights: try MappedFile.digest(folder.appendingPathComponent(weights))]
      if let state {
        let file = folder.appendingPathComponent(Self.stateName)
        try state.write(toFolderFile: file)
        sidecar.digests[Self.stateName] = try MappedFile.digest(file)
        names.append(Self.stateName)
      }
      try AtomicFile.write(
        sidecar.json(), to: folder.appendingPathComponent(Self.sidecarName))
      names.append(Self.sidecarName)
    }
    if !isOwn {
      try AtomicFile.write(
        Data((configuration(shape).indented() + "\n").utf8),
        to: folder.appendingPathComponent(Self.configurationName))
      names.append(Self.configurationName)
    }
    return names
  }

  /// Every field that PEFT 0.21 writes, what it leaves empty as null, by name.
  private func configuration(_ shape: ModelShape) -> JSONValue {
    var fields: [String: JSONValue] = [
      "auto_mapping": .null,
      "base_model_name_or_path": baseModel.map(JSONValue.text) ?? .null,
      "inference_mode": .bool(true),
      // What a head is called is one of the two; PEFT names both, whatever the model.
      "modules_to_save": task == .label ? .array([.text("classifier"), .text("score")]) : .null,
      "peft_type": contents.type.map(JSONValue.text) ?? .null,
      "peft_version": .text("0.21.2"),
      "revision": .null,
      "task_type": task.map { .text($0.rawValue) } ?? .null,
    ]
    if let kind = contents.kind, kind.isPrompt {
      // Of a prefix PEFT counts the heads of keys and values, and their width.
      let heads = kind.isPrefix ? shape.keyValueHeads : shape.heads
      fields["num_attention_heads"] = .integer(heads)
      fields["num_layers"] = .integer(shape.layers)
      fields["token_dim"] = .integer(kind.isPrefix ? heads * shape.headSize : shape.hiddenSize)
    }
    if contents.kind?.isPrompt == true, contents.kind != .multitask {
      fields["num_transformer_submodules"] = .integer(task == .reply ? 2 : 1)
    }
    for field in contents.fields where fields[field.name] == nil {
      fields[field.name] = field.value
    }
    return .object(
      fields.sorted { $0.key < $1.key }
        .map { JSONMember(key: Array($0.key.utf8), value: $0.value) })
  }
}
