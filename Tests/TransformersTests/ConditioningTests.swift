import Random
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Every way of tuning reaches every model of every kind.
final class ConditioningTests: XCTestCase {
  private let row: [Int32] = [5, 9, -1, 11, -2, 4, 30]

  private func random(_ shape: [Int], _ seed: UInt64, spread: Double = 1) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return Tensor(
      (0..<shape.reduce(1, *)).map { _ in Float(generator.normal() * spread) }, shape: shape)
  }

  /// A low-rank update of any matrix is that matrix with A·B added to it.
  func testLowRankUpdates() throws {
    for folder in try ReferenceData.allModels() where folder.lastPathComponent != "sharded" {
      let model = try ReferenceData.model(folder, trainable: true)
      let soft = Variable(random([2, model.network.shape.hiddenSize], 1))
      let before = model.output(row, conditioning: Conditioning(soft: soft)).value
      for parameter in model.network.parameters {
        let label = "\(folder.lastPathComponent) \(parameter.name)"
        guard let variable = parameter.variable, variable.shape.count == 2,
          parameter.name.hasSuffix(".weight")
        else { continue }
        let name = String(parameter.name.dropLast(".weight".count))
        // GPT-2 keeps its matrices the other way round.
        let isTurned = name.contains(".c_")
        let (inputs, outputs) =
          isTurned
          ? (variable.shape[0], variable.shape[1]) : (variable.shape[1], variable.shape[0])
        let (a, b) = (random([2, inputs], 2, spread: 0.3), random([outputs, 2], 3, spread: 0.3))
        var conditioning = Conditioning(soft: soft)
        conditioning.lowRank[name] = LowRankUpdate(a: Variable(a), b: Variable(b), scale: 0.5)
        let updated = model.output(row, conditioning: conditioning).value
        // Tables of rows and the pooler are no layers of the pass.
        guard updated != before else {
          XCTAssertTrue(
            ["embed", "wte", "wpe", "shared", "relative", "pooler", "pre_classifier", "head"]
              .contains { name.contains($0) }, "\(label) is out of reach")
          continue
        }
        let kept = variable.value
        var values = kept.values
        for output in 0..<outputs {
          for input in 0..<inputs {
            let delta = (0..<2).reduce(Float(0)) {
              $0 + b.values[output * 2 + $1] * a.values[$1 * inputs + input]
            }
            values[isTurned ? input * outputs + output : output * inputs + input] += 0.5 * delta
          }
        }
        variable.value = Tensor(values, shape: kept.shape)
        XCTAssertLessThan(
          distance(updated, model.output(row, conditioning: Conditioning(soft: soft)).value), 1e-4,
          label)
        variable.value = kept
      }
    }
  }

  /// Gradients of deep prompts and prefixes against differences of the loss.
  func testDeepPromptsAndPrefixes() throws {
    for folder in try ReferenceData.allModels() {
      let model = try ReferenceData.model(folder)
      let shape =
        (model.network.encoderDecoder)?.decoderShape ?? model.network.shape
      let width = model.network.shape.hiddenSize
      var leaves = [Variable(random([2, width], 1), requiresGradient: true)]
      let softCount = 1
      // The encoder's blocks have the deep prompts, the decoder's the prefix.
      let deep =
        folder.lastPathComponent.hasPrefix("opt-projected")
        ? 0 : model.network.shape.layers - 1
      for layer in 0..<deep {
        leaves.append(Variable(random([2, width], 20 + UInt64(layer)), requiresGradient: true))
      }
      let keys = shape.keyValueHeads * shape.headSize
      for layer in 0..<shape.layers {
        leaves.append(Variable(random([3, 2 * keys], 50 + UInt64(layer)), requiresGradient: true))
      }
      func loss(on tape: Tape) -> Variable {
        var conditioning = Conditioning(soft: leaves[0])
        conditioning.layerPrompts = Array(leaves[softCount..<softCount + deep])
        conditioning.prefix = leaves[(softCount + deep)...].map {
          KeyValuePrefix(key: Columns($0, 0..<keys), value: Columns($0, keys..<2 * keys))
        }
        let output = model.output(row, conditioning: conditioning, on: tape)
        return tape.crossEntropy(output, targets: row.indices.map { Int32($0 % 3) })
      }
      let tape = Tape()
      tape.backward(from: loss(on: tape))
      for (index, leaf) in leaves.enumerated() {
        let label = "\(folder.lastPathComponent) leaf \(index)"
        let gradient = try XCTUnwrap(leaf.gradient, label)
        // Along a direction of its own size, so that f32 shows the difference.
        let direction = random(leaf.shape, 90 + UInt64(index))
        let along = zip(gradient.values, direction.values).reduce(0.0) {
          $0 + Double($1.0) * Double($1.1)
        }
        let kept = leaf.value
        let step: Float = 1e-3
        func moved(_ by: Float) -> Double {
          leaf.value = Tensor(
            zip(kept.values, direction.values).map { $0 + by * $1 }, shape: kept.shape)
          return Double(loss(on: Tape(recording: false)).value.values[0])
        }
        let measured = (moved(step) - moved(-step)) / Double(2 * step)
        leaf.value = kept
        XCTAssertEqual(along, measured, accuracy: 2e-2 * max(0.3, abs(measured)), label)
      }
    }
  }
}
