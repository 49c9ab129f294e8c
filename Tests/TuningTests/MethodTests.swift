import Random
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// What holds for every way of tuning a prompt.
final class MethodTests: XCTestCase {
  /// Along a random direction in each parameter, the loss changes as the gradient says.
  func testGradientsAgainstFiniteDifferences() throws {
    for each in try MethodBench.all().flatMap({ try EveryMethod.all($0) }) {
      let task = each.bench.task
      let method = try each.shaken()
      let step = GradientStep(model: task, method: method)
      let batch = task.batch(try each.rendered(), for: method)
      _ = step(batch)
      var random = RandomGenerator(seed: 3)
      for (index, parameter) in method.parameters.enumerated() {
        let variable = parameter.variable
        let gradient = try XCTUnwrap(variable.gradient, "\(each.name) \(parameter.name)").values
        let size = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
        XCTAssertGreaterThan(size, 1e-5, "\(each.name) \(parameter.name)")
        // Towards the gradient, so that the change stands out of the rounding, and somewhat aside.
        let direction = gradient.map {
          $0 / size + Float(random.normal() / Double(gradient.count).squareRoot())
        }
        let slope = zip(gradient, direction).map { Double($0) * Double($1) }.reduce(0, +)
        let value = variable.value
        func loss(_ distance: Float) -> Double {
          variable.value = Tensor(
            zip(value.values, direction).map { $0 + distance * $1 }, shape: value.shape)
          let tape = Tape(recording: false)
          let logits = task.logits(batch, method.conditioning(on: tape), on: tape).value
          let logs = targetLogProbabilities(logits, targets: batch.targets).map { Double($0) }
          variable.value = value
          return -logs.reduce(0, +) / Double(logs.count)
        }
        // Short, for a step over the kink of a ReLU is no slope; long enough to stand out of
        // rounding.
        let h: Float = 0.002
        let measured = (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / Double(12 * h)
        XCTAssertEqual(
          measured, slope, accuracy: 1e-2 * abs(slope) + 2e-4,
          "\(each.name) \(index) \(parameter.name)")
      }
    }
  }

  func testEveryMethodResumesExactly() throws {
    let task = try TinyModel().task
    for each in try EveryMethod.all(.tiny()) {
      var hyper = Hyperparameters()
      hyper.optimizer = .adamW
      hyper.learningRate = 0.03
      hyper.length = .steps(24)
      hyper.batch = 3
      func run(stoppingAt stop: Int? = nil, from state: TuningState? = nil) throws -> (
        TuningState, any TuningMethod
      ) {
        let method = try each.shaken()
        let run = try TuningRun(
          model: task, method: method, hyper: hyper, train: each.rendered(), validRows: 0,
          evaluate: nil, resuming: state)
        try run.run { event, _ in
          if case .step(let report) = event, report.step == stop { return .stop }
          return .proceed
        }
        return (run.state, method)
      }
      let (whole, tuned) = try run()
      let (part, _) = try run(stoppingAt: 5)
      XCTAssertEqual(part.step, 5)
      let (rest, taken) = try run(from: part)
      XCTAssertEqual(rest.losses, whole.losses, each.name)
      XCTAssertEqual(rest.parameters, whole.parameters, each.name)
      XCTAssertEqual(taken.prompt, tuned.prompt, each.name)
      let all = Batch(try each.rendered())
      let before = GradientStep(model: task, method: try each.shaken())(all)
      let after = GradientStep(model: task, method: tuned)(all)
      XCTAssertLessThan(after, before - 0.002, each.name)
    }
  }

  func testSharedBeginningsChangeNothing() throws {
    for each in try EveryMethod.all(.tiny(), soft: 9) {
      let task = each.bench.task
      let method = try each.shaken()
      let step = GradientStep(model: task, method: method)
      let rows = try each.rendered()
      func run(_ batch: Batch) -> (Float, [[Float]]) {
        for parameter in method.parameters { parameter.variable.gradient = nil }
        return (step(batch), method.parameters.map { $0.variable.gradient!.values })
      }
      let shared = Batch(rows)
      let (loss, gradients) = run(Batch(rows, sharing: false))
      let (sharedLoss, sharedGradients) = run(shared)
      XCTAssertLessThan(shared.tokenCount, rows.reduce(0) { $0 + $1.codes.count }, each.name)
      XCTAssertEqual(loss, sharedLoss, accuracy: 1e-5 * abs(loss), each.name)
      for (a, b) in zip(gradients, sharedGradients) {
        let size = a.map(abs).max()!
        for (x, y) in zip(a, b) { XCTAssertEqual(x, y, accuracy: 3e-5 * size, each.name) }
      }
    }
  }

  /// Every token from a cache is the one that the whole row run again would give.
  func testGenerationWithACache() throws {
    let tape = Tape(recording: false)
    for each in try MethodBench.all().flatMap({ try EveryMethod.all($0) }) {
      guard let model = each.bench.language.causal else { continue }
      let conditioning = try each.shaken().conditioning(on: tape)
      let codes = try each.bench.renderer(each.plan).renderPrompt(EveryMethod.rows[0]).codes
      var settings = Generator.Settings()
      settings.tokens = 12
      let cached = Generator(model: model, conditioning: conditioning, ends: [])
        .continuation(of: codes, settings)
      var row = codes
      for _ in 0..<12 {
        let logits = model.logits(
          ForwardPass(TokenLayout(row: row), conditioning: conditioning, on: tape),
          rows: [Int32(row.count - 1)]
        ).value.values
        row.append(Int32(logits.firstIndex(of: logits.max()!)!))
      }
      XCTAssertEqual(cached, Array(row.dropFirst(codes.count)), each.name)
    }
  }

  /// So is every token of a reply.
  func testRepliesWithACache() throws {
    let tape = Tape(recording: false)
    var benches = try MethodBench.all()
    benches.removeAll { $0.language.kind != .encoderDecoder }
    XCTAssertFalse(benches.isEmpty)
    for each in try benches.flatMap({ try EveryMethod.all($0) }) {
      let model = try XCTUnwrap(each.bench.task.network.encoderDecoder)
      let method = try each.shaken()
      var row = try each.bench.renderer(each.plan).renderPrompt(EveryMethod.rows[0])
      var settings = Generator.Settings()
      settings.tokens = 8
      let written = ReplyWriter(model: model, conditioning: method.conditioning(on: tape), ends: [])
        .reply(to: row.codes, settings)
      XCTAssertEqual(written.count, 8)
      row.reply = written
      let logits = each.bench.task.logits(
        each.bench.task.batch([row], for: method), method.conditioning(on: tape), on: tape
      ).value
      let width = logits.shape[1]
      for (index, token) in written.enumerated() {
        let own = logits.values[index * width..<(index + 1) * width]
        XCTAssertEqual(own.max(), own[index * width + Int(token)], each.name)
      }
    }
  }

  /// Rows together become what each becomes alone, whatever the method.
  func testRowsDecodeTogether() throws {
    let tape = Tape(recording: false)
    for each in try MethodBench.all().flatMap({ try EveryMethod.all($0) }) {
      let (language, conditioning) = (each.bench.language, try each.shaken().conditioning(on: tape))
      let renderer = try each.bench.renderer(each.plan)
      let rows = try EveryMethod.rows.map { try renderer.renderPrompt($0).codes }
      var settings = Generator.Settings()
      settings.tokens = 10
      if let model = language.causal {
        let generator = Generator(model: model, conditioning: conditioning, ends: [])
        XCTAssertEqual(
          generator.continuations(of: rows, settings),
          rows.map { generator.continuation(of: $0, settings) }, each.name)
      } else if let model = language.network.encoderDecoder {
        let writer = ReplyWriter(model: model, conditioning: conditioning, ends: [])
        XCTAssertEqual(
          writer.replies(to: rows, settings), rows.map { writer.reply(to: $0, settings) },
          each.name)
      }
    }
  }

  /// So do rows that each stand after soft tokens of their own.
  func testRowsBehindTheirOwnPrompts() throws {
    let model = try TinyModel()
    let prompts = [model.soft(3, seed: 1), nil, model.soft(5, seed: 2), model.soft(3, seed: 3)]
    let stack = try PromptStack(prompts)
    let tape = Tape(recording: false)
    var settings = Generator.Settings()
    settings.tokens = 10
    let text = model.language.tokenizer.encode("the film was good and").ids
    let rows = prompts.map { (0..<Int32($0?.prompt?.shape[0] ?? 0)).map { -1 - $0 } + text }
    let placed = rows.enumerated().map { index, codes in
      stack.place(
        RenderedRow(codes: codes, isTarget: codes.map { _ in false }, row: .element(0)),
        after: index
      ).codes
    }
    let alone = zip(rows, prompts).map { row, prompt in
      Generator(
        model: model.causal, conditioning: prompt?.conditioning(on: tape) ?? Conditioning(),
        ends: []
      ).continuation(of: row, settings)
    }
    let together = Generator(
      model: model.causal, conditioning: stack.conditioning(on: tape), ends: [])
    XCTAssertEqual(together.continuations(of: placed, settings), alone)
    XCTAssertGreaterThan(Set(alone).count, 1)
  }

  /// A method made of its own tensors by name is the method.
  func testParametersByName() throws {
    for each in try EveryMethod.all(.tiny()) {
      let network = each.bench.task.network
      let method = try each.shaken()
      var tensors = Dictionary(
        uniqueKeysWithValues: method.parameters.map { ($0.name, $0.variable.value) })
      func made() throws -> (any TuningMethod)? {
        switch each.plan.method {
        case .prompt: nil
        case .ptuning: try PromptEncoder(parameters: tensors)
        case .prefix: try PrefixPrompt(parameters: tensors, for: network)
        case .deep: try DeepPrompt(parameters: tensors)
        case .multitask: try MultitaskPrompt(parameters: tensors)
        }
      }
      guard let copy = try made() else { continue }
      XCTAssertEqual(copy.parameters.map(\.name), method.parameters.map(\.name))
      XCTAssertEqual(
        copy.parameters.map(\.variable.value), method.parameters.map(\.variable.value))
      XCTAssertEqual(copy.prompt, method.prompt)
      // Any one of them gone or of another shape is told, never met with a crash.
      for (name, tensor) in tensors
      where each.plan.method != .deep || name == "layers.0.prompt_embeddings" {
        for wrong in [nil, Tensor.zeros(tensor.shape + [1]), .zeros(tensor.shape.map { _ in 0 })] {
          tensors[name] = wrong
          // Without its LSTM's or its projection's first tensor it is another kind, which misses or
          // adds some.
          XCTAssertThrowsError(try made(), "\(each.name) \(name)") {
            XCTAssertTrue($0 is MethodError)
          }
          tensors[name] = tensor
        }
      }
    }
  }
}
