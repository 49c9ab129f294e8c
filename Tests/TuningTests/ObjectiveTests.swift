import Foundation
import JSON
import ReferenceData
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// The trained loss against torch's numbers, and accumulated steps against those of one larger
/// batch.
final class ObjectiveTests: XCTestCase {
  private let golden = try! ReferenceData.json(
    ReferenceData.root.appendingPathComponent("losses.json"))

  func testCrossEntropyWithSmoothingAndWeightsIsTorchs() throws {
    let cases = try XCTUnwrap(golden["losses"]?.array)
    XCTAssertEqual(cases.count, 18)
    for golden in cases {
      let rows = golden["logits"]!.array!.map(\.numbers)
      let shape = [rows.count, rows[0].count]
      let logits = Variable(
        Tensor(rows.flatMap { $0.map(Float.init) }, shape: shape), requiresGradient: true)
      let weights = golden["weights"]?.array.map { $0.map { Float($0.double!) } }
      let smoothing = golden["smoothing"]!.double!
      let targets = golden["targets"]!.ids
      let tape = Tape()
      let loss = tape.crossEntropy(
        logits, targets: targets, weights: weights.map { .classes($0) }, smoothing: smoothing)
      tape.backward(from: loss)
      let name = "\(shape), ε \(smoothing), weights \(weights != nil)"
      XCTAssertEqual(Double(loss.value.values[0]), golden["loss"]!.double!, accuracy: 2e-6, name)
      let gradient = golden["gradient"]!.array!.flatMap(\.numbers)
      for (own, theirs) in zip(logits.gradient!.values, gradient) {
        XCTAssertEqual(Double(own), theirs, accuracy: 1e-6, name)
      }
      // Rows that each weigh what their label does: the same without smoothing.
      if smoothing == 0, let weights {
        let ofRows = Tape().crossEntropy(
          logits, targets: targets, weights: .rows(targets.map { weights[Int($0)] }), smoothing: 0)
        XCTAssertEqual(ofRows.value.values[0], loss.value.values[0], accuracy: 1e-6, name)
      }
    }
  }

  func testAdamWWithAnotherEpsilonIsTorchs() throws {
    let golden = try XCTUnwrap(golden["adamw"])
    var parameter = Tensor(golden["start"]!.numbers.map(Float.init), shape: [12])
    var (first, second) = (Tensor.zeros([12]), Tensor.zeros([12]))
    for (step, pair) in zip(golden["gradients"]!.array!, golden["values"]!.array!).enumerated() {
      parameter.adamW(
        gradient: Tensor(pair.0.numbers.map(Float.init), shape: [12]), first: &first,
        second: &second, step: step + 1, rate: golden["lr"]!.double!, beta1: 0.9, beta2: 0.999,
        epsilon: golden["eps"]!.double!, decay: golden["decay"]!.double!)
      for (own, theirs) in zip(parameter.values, pair.1.numbers) {
        XCTAssertEqual(Double(own), theirs, accuracy: 1e-6, "step \(step)")
      }
    }
  }

  func testSharesAndBalancedWeightsAreTheReferences() throws {
    for golden in golden["warmup"]!.array! {
      var hyper = Hyperparameters()
      hyper.warmUp = golden["share"]!.double!
      XCTAssertEqual(
        hyper.warmUpSteps(of: golden["total"]!.int!), golden["steps"]!.int!, "\(golden)")
    }
    let balanced = golden["balanced"]!
    let labels = balanced["labels"]!.array!.map { $0.string! }
    let table = ClassWeights.balanced.table(for: labels)
    for label in Set(labels) {
      XCTAssertEqual(table[label]!, balanced["weights"]![label]!.double!, accuracy: 1e-12)
    }
  }

  /// With rows of different lengths and weights, and a last batch that is short.
  func testAccumulatedStepsAreThoseOfTheLargerBatch() throws {
    for bench in try MethodBench.all() {
      for method in try EveryMethod.all(bench) {
        var rows = try method.rendered()
        if bench.task.head == nil {
          for index in rows.indices where index % 2 == 0 { rows[index].weight = 3 }
        }
        func trained(_ batch: Int, _ accumulate: Int) throws -> TuningRun {
          var hyper = Hyperparameters()
          hyper.learningRate = 0.01
          hyper.length = .steps(3)
          (hyper.batch, hyper.accumulate) = (batch, accumulate)
          hyper.labelSmoothing = 0.1
          hyper.optimizer = .sgd
          let run = try TuningRun(
            model: TaskModel(bench.language, head: bench.task.head?.copy()),
            method: method.shaken(), hyper: hyper, train: rows, validRows: 0, evaluate: nil,
            labelWeights: bench.task.head == nil ? nil : [1, 4])
          try run.run { _, _ in .proceed }
          return run
        }
        let whole = try trained(4, 1)
        for part in [1, 2] {
          let parts = try trained(part, 4 / part)
          for (own, theirs) in zip(parts.state.losses, whole.state.losses) {
            XCTAssertEqual(own, theirs, accuracy: 2e-5 * max(1, theirs), method.name)
          }
          for (own, theirs) in zip(parts.state.parameters, whole.state.parameters) {
            let distance = zip(own.values, theirs.values).map { abs($0 - $1) }.max()!
            XCTAssertLessThan(distance, 1e-4, "\(method.name), parts of \(part)")
          }
        }
      }
    }
  }

  func testAnAccumulatingRunResumesExactly() throws {
    let model = try TinyModel()
    let renderer = try model.renderer(model.plan("{review} {mood}", soft: 3))
    let rows = try TinyModel.rows.map { try renderer.render($0) }
    var hyper = Hyperparameters()
    hyper.length = .epochs(4)
    hyper.warmUp = 0.3
    (hyper.batch, hyper.accumulate) = (2, 2)
    func run(from state: TuningState? = nil, stoppingAt stop: Int? = nil) throws -> TuningRun {
      let run = try TuningRun(
        model: model.task, method: model.soft(3), hyper: hyper, train: rows, validRows: 0,
        evaluate: nil, resuming: state)
      try run.run { event, run in run.state.step == stop ? .stop : .proceed }
      return run
    }
    let whole = try run()
    XCTAssertEqual(whole.totalSteps, 4 * ((rows.count + 3) / 4))
    let rest = try run(from: run(stoppingAt: 3).state)
    XCTAssertEqual(rest.state.losses, whole.state.losses)
    XCTAssertEqual(rest.state.parameters, whole.state.parameters)
  }

  func testALossThatNeverWasFiniteIsNoDivergence() throws {
    let model = try TinyModel()
    let renderer = try model.renderer(model.plan("{review} {mood}", soft: 2))
    let rows = try TinyModel.rows.map { try renderer.render($0) }
    let broken = SoftPrompt(Tensor([Float](repeating: .nan, count: 2 * 32), shape: [2, 32]))
    let run = try TuningRun(
      model: model.task, method: broken, hyper: Hyperparameters(), train: rows, validRows: 0,
      evaluate: nil)
    XCTAssertThrowsError(try run.run { _, _ in .proceed }) { error in
      guard case .notFiniteAtStart(_, startIsFinite: false)? = error as? TuningError else {
        return XCTFail("\(error)")
      }
    }
  }
}
