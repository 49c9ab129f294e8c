import Foundation
import Tensors
import Transformers
import Tuning

/// What a tuning left, in a folder: PEFT's `adapter_config.json` and `adapter_model.safetensors`,
/// with what PEFT can't hold in `pts.json` and `pts_state.safetensors` beside them.
///
/// A method that PEFT lacks leaves no `adapter_config.json`; its tensors are
/// `pts_adapter.safetensors`.
package struct Adapter: Sendable {
  /// The method's part; of an encoder–decoder's prompt the encoder's rows.
  package var contents: AdapterContents
  /// nil in folders of LoRA whose maker didn't say.
  package var task: AdapterTask?
  /// A classification head's tensors, by their names in a checkpoint (`score.weight`).
  package var head: [(name: String, tensor: Tensor)]
  /// `base_model_name_or_path`: a folder or a hub id.
  package var baseModel: String?
  /// nil in a folder that PEFT wrote.
  package var sidecar: Sidecar?
  /// The run's state; nil where none was saved, or none was read.
  package private(set) var state: TuningState?

  /// What is to be saved of a run: what it tuned, with the values that it kept.
  ///
  /// - Parameters:
  ///   - method: one with an `adapter`.
  ///   - sidecar: required where PEFT has no such method, and where there is a state.
  ///   - state: the run's, for it to go on from the folder.
  package init(
    _ method: any TuningMethod, kind: ModelKind, head: ClassificationHead?, baseModel: String?,
    sidecar: Sidecar?, state: TuningState?
  ) {
    guard let contents = method.adapter else { preconditionFailure("a model is saved whole") }
    precondition(state == nil || sidecar != nil, "only the sidecar describes a state")
    self.init(contents, kind: kind, head: head, baseModel: baseModel, sidecar: sidecar)
    self.state = state
  }

  /// What a method left, without a run.
  ///
  /// - Parameters:
  ///   - kind: what the model is, which names the task where there is no head.
  ///   - head: the classification head trained beside it.
  package init(
    _ contents: AdapterContents, kind: ModelKind, head: ClassificationHead?, baseModel: String?,
    sidecar: Sidecar?
  ) {
    precondition(contents.type != nil || sidecar != nil, "only the sidecar describes such a method")
    self.contents = contents
    task = AdapterTask(kind, isClassifying: head != nil)
    self.head = head?.parameters.map { ($0.name, $0.variable.value) } ?? []
    self.baseModel = baseModel
    self.sidecar = sidecar
  }

  /// As a folder has it.
  init(
    contents: AdapterContents, task: AdapterTask?, head: [(name: String, tensor: Tensor)],
    baseModel: String?, sidecar: Sidecar?, state: TuningState?
  ) {
    self.contents = contents
    self.task = task
    self.head = head
    self.baseModel = baseModel
    self.sidecar = sidecar
    self.state = state
  }

  /// The method's own parameters as the run kept them, by name; nil without a state.
  var keptParameters: [String: Tensor]? {
    guard let state else { return nil }
    let heads = Set(head.map(\.name))
    return Dictionary(
      zip(state.names, state.kept.parameters).filter { !heads.contains($0.0) },
      uniquingKeysWith: { $1 })
  }

  package static let configurationName = "adapter_config.json"
  static let weightsName = "adapter_model.safetensors"
  /// What PEFT wrote before 0.7.
  static let pickledWeightsName = "adapter_model.bin"
  /// In place of `weightsName` where the method is none of PEFT's.
  static let ownWeightsName = "pts_adapter.safetensors"
  static let sidecarName = "pts.json"
  static let stateName = "pts_state.safetensors"

  /// Whether a folder claims to be an adapter.
  package static func isPresent(in folder: URL) -> Bool {
    [configurationName, sidecarName].contains {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  /// The soft tokens `[P, H]` of a method that leaves nothing else.
  package var embedding: Tensor {
    get throws(AdapterError) {
      switch contents.kind {
      case .prompt, .ptuning, .contextAware: return try contents.tensor(AdapterContents.prompt)
      default: throw .unsupportedYet(type: contents.type ?? "a method of pts")
      }
    }
  }

  /// What precedes a head's names in a file: PEFT wraps the model once for a prompt, twice for
  /// LoRA.
  static func headPrefix(_ kind: AdapterKind?) -> String {
    kind == .lowRank ? "base_model.model." : "base_model."
  }
}
