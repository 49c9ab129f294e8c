import Foundation
import Tensors

/// A run's state as a checkpoint, a folder and a message carry it: a header in JSON and named
/// tensors. What is decoded equals what was encoded in every bit, values that aren't finite
/// included.
///
/// | tensor | holds |
/// | --- | --- |
/// | `parameters.NAME` | a parameter as of the last step |
/// | `best.NAME` | the same as of the best step |
/// | `optimizer.NAME` | a part of the optimizer's state |
/// | `losses`, `step_seconds` | one value a step |
/// | `history.0`, `history.1`, … | a tensor of the method at all the steps that are kept, `[steps, …]` |
package struct EncodedState {
  package let header: String
  package let tensors: [(name: String, tensor: Tensor)]

  /// What a file of tensors calls the header among its metadata.
  package static let metadataName = "pts.state"

  /// - Parameter includingHistory: prompts of earlier steps may be many times the size of the rest.
  package init(_ state: TuningState, includingHistory: Bool = true) {
    let snapshots = includingHistory ? state.history.steps.compactMap { state.history[$0] } : []
    let header = StateHeader(
      step: state.step, evaluationsSinceBest: state.evaluationsSinceBest, parameters: state.names,
      best: state.best.map { .init(step: $0.step, loss: $0.loss) },
      evaluations: state.evaluations.map {
        .init(step: $0.step, loss: $0.loss, accuracy: $0.accuracy)
      },
      history: snapshots.first?.isEmpty ?? true
        ? nil : .init(stride: state.history.stride, steps: state.history.steps))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      self.header = String(decoding: try encoder.encode(header), as: UTF8.self)
    } catch {
      preconditionFailure("a header is made of names and finite numbers: \(error)")
    }
    func named(_ role: Role, _ tensors: [Tensor]) -> [(name: String, tensor: Tensor)] {
      zip(state.names, tensors).map { (role.name($0), $1) }
    }
    var tensors = named(.parameters, state.parameters)
    tensors += named(.best, state.best?.parameters ?? [])
    tensors += state.optimizer.sorted { $0.key < $1.key }
      .map { (Role.optimizer.name($0.key), $0.value) }
    tensors.append((Role.losses, Tensor(state.losses, shape: [state.losses.count])))
    tensors.append((Role.stepSeconds, Tensor(state.stepSeconds, shape: [state.stepSeconds.count])))
    for (index, first) in (snapshots.first ?? []).enumerated() {
      tensors.append(
        (
          Role.history.name("\(index)"),
          Tensor(snapshots.flatMap { $0[index].values }, shape: [snapshots.count] + first.shape)
        ))
    }
    self.tensors = tensors
  }

  /// The first part of a tensor's name.
  enum Role: String {
    case parameters, best, optimizer, history

    static let losses = "losses"
    static let stepSeconds = "step_seconds"

    func name(_ part: String) -> String { "\(rawValue).\(part)" }
  }
}

extension TuningState {
  /// The state of a header and of tensors that may be anybody's: whatever no run can have left
  /// throws.
  package init(header: String, tensors: [String: Tensor]) throws(StateError) {
    let decoded: StateHeader
    do {
      decoded = try JSONDecoder().decode(StateHeader.self, from: Data(header.utf8))
    } catch {
      throw .notAHeader
    }
    try self.init(decoded, tensors: tensors)
  }

  /// The same where the header had an older form.
  package init(_ header: StateHeader, tensors: [String: Tensor]) throws(StateError) {
    if let fault = header.fault { throw fault }
    func tensor(_ name: String) throws(StateError) -> Tensor {
      guard let tensor = tensors[name] else { throw .missingTensor(name) }
      return tensor
    }
    func list(_ role: EncodedState.Role) throws(StateError) -> [Tensor] {
      var list: [Tensor] = []
      for name in header.parameters { list.append(try tensor(role.name(name))) }
      return list
    }
    func values(_ name: String) throws(StateError) -> [Float] {
      let tensor = try tensor(name)
      guard tensor.shape == [header.step] else {
        throw .malformed(
          field: "tensor `\(name)`", reason: "has shape \(tensor.shape) at step \(header.step)")
      }
      return tensor.values
    }
    self.init(parameters: try list(.parameters), names: header.parameters)
    step = header.step
    evaluationsSinceBest = header.evaluationsSinceBest
    evaluations = header.evaluations.map {
      Evaluation(step: $0.step, loss: $0.loss.value, accuracy: $0.accuracy.value)
    }
    losses = try values(EncodedState.Role.losses)
    stepSeconds = try values(EncodedState.Role.stepSeconds)
    let optimizerPrefix = EncodedState.Role.optimizer.name("")
    for (name, tensor) in tensors where name.hasPrefix(optimizerPrefix) {
      optimizer[String(name.dropFirst(optimizerPrefix.count))] = tensor
    }
    if let kept = header.best {
      let tensors = try list(.best)
      for (index, (best, last)) in zip(tensors, parameters).enumerated()
      where best.shape != last.shape {
        throw .malformed(
          field: "tensor `\(EncodedState.Role.best.name(names[index]))`",
          reason: "has shape \(best.shape), the last step's has \(last.shape)")
      }
      best = Best(step: kept.step, loss: kept.loss.value, parameters: tensors)
    }
    if let history = header.history {
      self.history = try Self.history(history, tensors)
    }
  }

  private static func history(
    _ header: StateHeader.History, _ tensors: [String: Tensor]
  ) throws(StateError) -> PromptHistory {
    var whole: [Tensor] = []
    while let tensor = tensors[EncodedState.Role.history.name("\(whole.count)")] {
      guard tensor.shape.first == header.steps.count else {
        throw .malformed(
          field: "tensor `\(EncodedState.Role.history.name("\(whole.count)"))`",
          reason: "has shape \(tensor.shape) for \(header.steps.count) steps")
      }
      whole.append(tensor)
    }
    guard !whole.isEmpty else { throw .missingTensor(EncodedState.Role.history.name("0")) }
    let snapshots = header.steps.enumerated().map { index, step in
      (
        step,
        whole.map { tensor in
          let shape = Array(tensor.shape.dropFirst())
          let count = shape.reduce(1, *)
          return Tensor(
            tensor.withValues { Array($0[index * count..<(index + 1) * count]) }, shape: shape)
        }
      )
    }
    return PromptHistory(stride: header.stride, snapshots: snapshots)
  }
}
