import Foundation
import Tensors
import Tuning

/// The header of a checkpoint of version 3: the run's key is in it, doubles are bit patterns, and
/// parameters have numbers for names.
struct EarlierCheckpointHeader: Decodable {
  let key: String
  private let step: Int
  private let stale: Int
  private let parameters: Int
  private let best: Best?
  private let evaluations: [Evaluation]
  private let historySteps: [Int]
  private let historyStride: Int

  private struct Best: Decodable {
    let step: Int
    let loss: UInt64
  }

  private struct Evaluation: Decodable {
    let step: Int
    let loss: UInt64
    let accuracy: UInt64
  }

  private struct VersionOnly: Decodable {
    let version: Int
  }

  /// Nil for a header of another version. Throws `DecodingError`.
  init?(_ header: String) throws {
    let (decoder, data) = (JSONDecoder(), Data(header.utf8))
    guard try decoder.decode(VersionOnly.self, from: data).version == 3 else { return nil }
    self = try decoder.decode(Self.self, from: data)
  }

  func header(for tensors: [String: Tensor]) throws(StateError) -> StateHeader {
    guard (1...max(1, tensors.count)).contains(parameters) else {
      throw .malformed(
        field: "parameters", reason: "are \(parameters) among \(tensors.count) tensors")
    }
    return StateHeader(
      step: step, evaluationsSinceBest: stale, parameters: (0..<parameters).map(String.init),
      best: best.map { .init(step: $0.step, loss: Double(bitPattern: $0.loss)) },
      evaluations: evaluations.map {
        .init(
          step: $0.step, loss: Double(bitPattern: $0.loss),
          accuracy: Double(bitPattern: $0.accuracy))
      },
      history: historySteps.isEmpty ? nil : .init(stride: historyStride, steps: historySteps))
  }
}
