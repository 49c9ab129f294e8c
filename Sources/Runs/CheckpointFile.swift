import Checkpoints
import Files
import Foundation
import Tensors
import Tuning

/// A `TuningState` as a safetensors file: tensors by role and name, the rest as JSON in its metadata.
///
/// What is read equals what was written bit for bit; Doubles are kept as their bit patterns.
package enum CheckpointFile {
  private static let parameters = "parameters."
  private static let best = "best."
  private static let optimizer = "optimizer."
  /// Each tensor of the snapshots of earlier steps, those of all steps in one.
  private static let history = "history."
  private static let losses = "losses"
  private static let stepSeconds = "step_seconds"

  /// What doesn't fit a tensor.
  private struct Header: Codable {
    var version = 3
    var key: String
    var step: Int
    var stale: Int
    var parameters: Int
    var best: Best?
    var evaluations: [Figures]
    var historySteps: [Int]
    var historyStride: Int

    struct Best: Codable {
      var step: Int
      var loss: UInt64
    }

    struct Figures: Codable {
      var step: Int
      var loss: UInt64
      var accuracy: UInt64
    }
  }

  package static func write(_ state: TuningState, key: RunKey, to file: URL) throws {
    let header = Header(
      key: key.hex, step: state.step, stale: state.stale, parameters: state.parameters.count,
      best: state.best.map { .init(step: $0.step, loss: $0.loss.bitPattern) },
      evaluations: state.evaluations.map {
        .init(step: $0.step, loss: $0.loss.bitPattern, accuracy: $0.accuracy.bitPattern)
      }, historySteps: state.history.steps, historyStride: state.history.stride)
    var tensors = named(parameters, state.parameters)
    tensors += named(best, state.best?.parameters ?? [])
    tensors += state.optimizer.sorted { $0.key < $1.key }.map { (optimizer + $0.key, $0.value) }
    tensors.append((losses, Tensor(state.losses, shape: [state.losses.count])))
    tensors.append((stepSeconds, Tensor(state.stepSeconds, shape: [state.stepSeconds.count])))
    let snapshots = state.history.steps.compactMap { state.history[$0] }
    for (index, first) in (snapshots.first ?? []).enumerated() {
      tensors.append(
        (
          "\(history)\(index)",
          Tensor(
            snapshots.flatMap { $0[index].values }, shape: [snapshots.count] + first.shape)
        ))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(header), as: UTF8.self)
    try SafeTensors.write(tensors, metadata: ["format": "pt", "pts.state": json], to: file)
  }

  /// Throws `damagedCheckpoint` for a file that `write` can't have made for this run.
  package static func read(_ file: URL, key: RunKey) throws(RunStoreError) -> TuningState {
    func fault(_ reason: String) -> RunStoreError {
      .damagedCheckpoint(path: file.path, reason: reason)
    }
    do {
      let tensors = try SafeTensors(file)
      guard let json = tensors.metadata["pts.state"] else { throw fault("it has no state") }
      let header = try JSONDecoder().decode(Header.self, from: Data(json.utf8))
      guard header.version == 3 else { throw fault("it has the layout \(header.version)") }
      guard header.key == key.hex else { throw fault("it belongs to another run") }
      return try state(header, tensors, fault: fault)
    } catch let error as RunStoreError {
      throw error
    } catch CheckpointError.malformed(_, let field, let reason) {
      throw fault("\(field): \(reason)")
    } catch FileError.unreadable(_, let reason) {
      throw fault("can't be read: \(reason)")
    } catch CheckpointError.missingTensor(_, let name) {
      throw fault("it has no tensor `\(name)`")
    } catch {
      throw fault("its state is no JSON of ours")
    }
  }

  private static func named(_ role: String, _ tensors: [Tensor]) -> [(name: String, tensor: Tensor)]
  {
    tensors.enumerated().map { ("\(role)\($0.offset)", $0.element) }
  }

  private static func state(
    _ header: Header, _ file: SafeTensors, fault: (String) -> RunStoreError
  ) throws -> TuningState {
    if let entry = file.entries.first(where: { $0.value.type != .f32 }) {
      throw fault("`\(entry.key)` is \(entry.value.type.rawValue), not F32")
    }
    guard header.parameters > 0, header.parameters <= file.entries.count else {
      throw fault("it counts \(header.parameters) parameters among \(file.entries.count) tensors")
    }
    let steps = 0...max(0, header.step)
    guard header.step >= 0, header.stale >= 0 else { throw fault("a count is below 0") }
    func list(_ role: String) throws -> [Tensor] {
      try (0..<header.parameters).map { try file.tensor("\(role)\($0)") }
    }
    func figures(_ name: String) throws -> [Float] {
      let tensor = try file.tensor(name)
      guard tensor.shape == [header.step] else {
        throw fault("`\(name)` has the shape \(tensor.shape) at step \(header.step)")
      }
      return tensor.values
    }

    var state = TuningState(parameters: try list(parameters))
    state.step = header.step
    state.stale = header.stale
    state.losses = try figures(losses)
    state.stepSeconds = try figures(stepSeconds)
    for name in file.entries.keys where name.hasPrefix(optimizer) {
      state.optimizer[String(name.dropFirst(optimizer.count))] = try file.tensor(name)
    }
    let places = header.evaluations.map(\.step)
    guard places.allSatisfy(steps.contains), zip(places, places.dropFirst()).allSatisfy(<) else {
      throw fault("its evaluations are out of order")
    }
    state.evaluations = header.evaluations.map {
      Evaluation(
        step: $0.step, loss: Double(bitPattern: $0.loss), accuracy: Double(bitPattern: $0.accuracy))
    }
    if let kept = header.best {
      let tensors = try list(best)
      guard steps.contains(kept.step), tensors.map(\.shape) == state.parameters.map(\.shape) else {
        throw fault("its best step doesn't fit")
      }
      state.best = .init(
        step: kept.step, loss: Double(bitPattern: kept.loss), parameters: tensors)
    }
    if !header.historySteps.isEmpty {
      state.history = try readHistory(header, file, fault: fault)
    }
    return state
  }

  private static func readHistory(
    _ header: Header, _ file: SafeTensors, fault: (String) -> RunStoreError
  ) throws -> PromptHistory {
    let places = header.historySteps
    let tensors = try (0...).prefix { file.entries["\(history)\($0)"] != nil }.map {
      try file.tensor("\(history)\($0)")
    }
    guard header.historyStride > 0, places.allSatisfy((0...header.step).contains),
      zip(places, places.dropFirst()).allSatisfy(<), !tensors.isEmpty,
      tensors.allSatisfy({ $0.shape.first == places.count })
    else { throw fault("its snapshots of earlier steps don't fit") }
    let snapshots = places.enumerated().map { index, step in
      (
        step,
        tensors.map { tensor in
          let shape = Array(tensor.shape.dropFirst())
          let count = shape.reduce(1, *)
          return Tensor(
            tensor.withValues { Array($0[index * count..<(index + 1) * count]) }, shape: shape)
        }
      )
    }
    return PromptHistory(stride: header.historyStride, snapshots: snapshots)
  }
}
