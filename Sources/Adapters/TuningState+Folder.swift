import Checkpoints
import Foundation
import Tensors
import Tuning

/// `pts_state.safetensors`: the tensors of a run's state, which its sidecar completes. Prompts of earlier
/// steps stay behind: a run goes on without them, and they may be many times the adapter's size.
extension TuningState {
  /// Writes the tensors and returns the rest.
  ///
  /// - Parameter names: of the parameters, each once.
  func write(to file: URL, names: [String]) throws -> Adapter.Sidecar.Progress {
    precondition(names.count == parameters.count, "\(names.count) names for a state's parameters")
    func named(_ role: String, _ tensors: [Tensor]) -> [(name: String, tensor: Tensor)] {
      zip(names, tensors).map { (role + $0, $1) }
    }
    var tensors = named(Name.parameters, parameters)
    tensors += named(Name.best, best?.parameters ?? [])
    tensors += optimizer.sorted { $0.key < $1.key }.map { (Name.optimizer + $0.key, $0.value) }
    tensors.append((Name.losses, Tensor(losses, shape: [losses.count])))
    tensors.append((Name.stepSeconds, Tensor(stepSeconds, shape: [stepSeconds.count])))
    try SafeTensors.write(tensors, to: file)
    return Adapter.Sidecar.Progress(
      step: step, stale: stale, parameters: names,
      best: best.map { .init(step: $0.step, loss: $0.loss) }, evaluations: evaluations)
  }

  fileprivate init(_ progress: Adapter.Sidecar.Progress, _ file: SafeTensors) throws {
    func fault(_ tensor: String, _ reason: String) -> CheckpointError {
      .malformed(file: file.url, field: "tensor `\(tensor)`", reason: reason)
    }
    for name in file.entries.keys.sorted() {
      guard file.entries[name]?.type == .f32 else { throw fault(name, "is not F32") }
      guard try file.tensor(name).withValues({ $0.allSatisfy(\.isFinite) }) else {
        throw fault(name, "holds values that are not finite")
      }
    }
    func list(_ role: String) throws -> [Tensor] {
      try progress.parameters.map { try file.tensor(role + $0) }
    }
    func figures(_ name: String) throws -> [Float] {
      let tensor = try file.tensor(name)
      guard tensor.shape == [progress.step] else {
        throw fault(name, "has shape \(tensor.shape) at step \(progress.step)")
      }
      return tensor.values
    }
    self.init(parameters: try list(Name.parameters))
    step = progress.step
    stale = progress.stale
    evaluations = progress.evaluations
    losses = try figures(Name.losses)
    stepSeconds = try figures(Name.stepSeconds)
    for name in file.entries.keys where name.hasPrefix(Name.optimizer) {
      optimizer[String(name.dropFirst(Name.optimizer.count))] = try file.tensor(name)
    }
    if let kept = progress.best {
      let tensors = try list(Name.best)
      guard tensors.map(\.shape) == parameters.map(\.shape) else {
        throw fault(
          Name.best + progress.parameters[0], "the best step's shapes are not those of the last")
      }
      best = Best(step: kept.step, loss: kept.loss, parameters: tensors)
    }
  }
}

extension Adapter.Sidecar {
  /// Where the run stood; nil where the folder was saved without.
  func state(in folder: URL) throws -> TuningState? {
    guard let progress else { return nil }
    return try TuningState(
      progress, try SafeTensors(folder.appendingPathComponent(Adapter.stateName)))
  }
}

private enum Name {
  static let parameters = "parameters."
  static let best = "best."
  static let optimizer = "optimizer."
  static let losses = "losses"
  static let stepSeconds = "step_seconds"
}
