import Checkpoints
import Foundation
import JSON
import Tensors

extension Adapter {
  /// Reads a folder that PEFT or pts wrote.
  ///
  /// - Parameter includingState: also what a run needs to go on from there.
  package init(folder: URL, includingState: Bool = false) throws {
    let config = folder.appendingPathComponent(Self.configurationName)
    let isOwn = !FileManager.default.fileExists(atPath: config.path)
    let sidecar = try Sidecar(folder: folder)
    if isOwn {
      guard let sidecar, sidecar.isWholeFolder else {
        throw CheckpointError.missingFile(folder: folder, name: Self.configurationName)
      }
    }
    let state = includingState ? try sidecar?.state(in: folder) : nil
    let root = isOwn ? nil : try ConfigurationReader(config)
    let file = try Self.weightsFile(in: folder, isOwn: isOwn)
    let weights = try TensorFile.open(file)
    // Else it describes an adapter that another program has since replaced.
    if let sidecar, sidecar.digests[file.lastPathComponent] == nil {
      throw CheckpointError.malformed(
        file: folder.appendingPathComponent(Self.sidecarName), field: "digests",
        reason: "have none for \(file.lastPathComponent)")
    }
    do throws(AdapterError) {
      let header = try AdapterHeader(root?.root)
      let task = isOwn ? sidecar?.task : header.task
      let (contents, head) = try Self.sort(weights, header)
      try contents.check()
      try Self.check(head, task: task, kind: contents.kind)
      self.init(
        contents: try contents.withoutDecoderRows(), task: task, head: head,
        baseModel: isOwn ? sidecar?.baseModel : header.baseModel, sidecar: sidecar, state: state)
    } catch {
      throw error.inFile(config: root?.file, weights: file)
    }
    if let (field, reason) = sidecar?.misfit(contents) {
      throw CheckpointError.malformed(
        file: folder.appendingPathComponent(Self.sidecarName), field: field, reason: reason)
    }
  }

  private static func weightsFile(in folder: URL, isOwn: Bool) throws -> URL {
    let names = isOwn ? [ownWeightsName] : [weightsName, pickledWeightsName]
    let files = names.map(folder.appendingPathComponent)
    let found = files.first { FileManager.default.fileExists(atPath: $0.path) }
    guard let found else { throw CheckpointError.missingFile(folder: folder, name: names[0]) }
    return found
  }

  /// A file's tensors as the method's and the head's.
  private static func sort(
    _ weights: TensorFile, _ header: AdapterHeader
  ) throws(AdapterError) -> (AdapterContents, head: [(name: String, tensor: Tensor)]) {
    var contents = AdapterContents(type: header.type, fields: header.fields, tensors: [])
    var head: [(name: String, tensor: Tensor)] = []
    let prefix = headPrefix(contents.kind)
    for name in weights.entries.keys.sorted() {
      guard let tensor = weights.entries[name].map(weights.read) else { continue }
      if name.hasPrefix(prefix), !name.contains(".lora_") {
        guard tensor.withValues({ $0.allSatisfy(\.isFinite) }) else {
          throw .notFinite(tensor: name)
        }
        head.append((String(name.dropFirst(prefix.count)), tensor))
      } else if contents.kind?.isPrompt != true || AdapterContents.names.contains(name) {
        contents.tensors.append((name, tensor))
      }
    }
    return (contents, head)
  }

  /// A head where there is a classification and nowhere else; its shape is the model's affair.
  private static func check(
    _ head: [(name: String, tensor: Tensor)], task: AdapterTask?, kind: AdapterKind?
  ) throws(AdapterError) {
    let names = head.map(\.name)
    guard task == .label else {
      if let name = names.first { throw .unexpectedTensor(headPrefix(kind) + name) }
      return
    }
    guard !names.isEmpty else { throw .missingTensor(headPrefix(kind) + "score.weight") }
    if names.contains(where: { $0.hasPrefix("score.") }),
      let other = names.first(where: { !$0.hasPrefix("score.") })
    {
      throw .unexpectedTensor(headPrefix(kind) + other)
    }
  }
}

/// The part of `adapter_config.json` that every method has, and the method's own fields.
private struct AdapterHeader {
  var type: String?
  var task: AdapterTask?
  var baseModel: String?
  var fields: [(name: String, value: JSONValue)] = []

  /// - Parameter root: nil in a folder that is pts's alone.
  init(_ root: JSONValue?) throws(AdapterError) {
    guard let root else { return }
    guard let type = root["peft_type"]?.string else {
      throw .wrongField("peft_type", reason: "is missing or no string")
    }
    guard let kind = AdapterKind(rawValue: type) else {
      throw .unknownType(type, known: AdapterKind.allCases.map(\.rawValue))
    }
    for member in root.object ?? []
    where member.value == .bool(true) && !kind.knownFlags.contains(member.name) {
      throw .unknownFlag(member.name)
    }
    self.type = type
    if let value = root["task_type"], !value.isNull {
      guard let name = value.string else {
        throw .wrongField("task_type", reason: "must be a string")
      }
      guard let known = AdapterTask(rawValue: name) else {
        throw .unknownTask(name, known: AdapterTask.allCases.map(\.rawValue))
      }
      task = known
    }
    if let value = root["base_model_name_or_path"], !value.isNull {
      guard let name = value.string else {
        throw .wrongField("base_model_name_or_path", reason: "must be a string")
      }
      baseModel = name
    }
    fields = (root.object ?? []).map { ($0.name, $0.value) }
  }
}

extension AdapterContents {
  fileprivate static let names = [prompt, columns, rows]
}

extension AdapterError {
  /// The same fault as one of the file that it lies in.
  fileprivate func inFile(config: URL?, weights: URL) -> CheckpointError {
    switch self {
    case .missingTensor(let name):
      .missingTensor(file: weights, name: name)
    case .unexpectedTensor(let name), .notFinite(let name), .wrongShape(let name, _, _):
      .malformed(file: weights, field: "tensor `\(name)`", reason: "\(self)")
    case .wrongField(let field, let reason):
      .malformed(file: config ?? weights, field: field, reason: reason)
    default:
      .malformed(file: config ?? weights, field: "adapter", reason: "\(self)")
    }
  }
}
