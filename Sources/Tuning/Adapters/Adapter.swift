import Foundation
import Tensors
import Transformers

/// What a tuning left, in a folder: PEFT's `adapter_config.json` and `adapter_model.safetensors`, with
/// what PEFT can't hold in `pts.json` and `pts_state.safetensors` beside them.
///
/// A method that PEFT lacks leaves no `adapter_config.json`; its tensors are `pts_adapter.safetensors`.
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
  /// Where its run stood; nil where none was saved, or none was asked for.
  package var state: TuningState?

  /// What is to be saved of a method.
  ///
  /// - Parameters:
  ///   - head: the classification head trained beside it.
  ///   - kind: what the model is, which names the task where there is no head.
  ///   - sidecar: required where `contents` has no type.
  package init(
    _ contents: AdapterContents, kind: ModelKind, head: ClassificationHead?, baseModel: String?,
    sidecar: Sidecar?, state: TuningState?
  ) {
    precondition(contents.type != nil || sidecar != nil, "only the sidecar tells of such a method")
    self.contents = contents
    task = AdapterTask(kind, isClassifying: head != nil)
    self.head = head?.parameters.map { ($0.name, $0.variable.value) } ?? []
    self.baseModel = baseModel
    self.sidecar = sidecar
    self.state = state
  }

  package static let configurationName = "adapter_config.json"
  static let weightsName = "adapter_model.safetensors"
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

  /// What stands in front of a head's names in a file: PEFT wraps the model once for a prompt, twice for
  /// LoRA.
  static func headPrefix(_ kind: AdapterKind?) -> String {
    kind == .lowRank ? "base_model.model." : "base_model."
  }
}

extension AdapterTask {
  package init(_ kind: ModelKind, isClassifying: Bool) {
    self = isClassifying || kind == .encoder ? .label : kind == .encoderDecoder ? .reply : .text
  }
}
