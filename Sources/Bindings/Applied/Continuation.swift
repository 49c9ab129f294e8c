import Figures
import Foundation
import Script
import Tensors
import Transformers

/// What a model writes after texts, or, of an encoder–decoder, in reply to them, all together.
struct Continuation {
  private let generation: TextGeneration
  private let engine: Engine
  private let written: TokenCount
  private let samples: Int
  /// Of everything but the rows that decides what is written.
  private let key: () -> ResultKey
  /// Whether each row is answered by a list of its samples.
  private let isList: Bool

  init(model: LocalModel, conditioning: Conditioning, call: Call) throws {
    let options = try GenerateOptions(call, vocabulary: model.network.shape.vocabularySize)
    try self.init(
      model: model, conditioning: conditioning, settings: options.settings, stops: options.stops,
      isList: options.isList, engine: call.engine, checkInterrupt: call.context.checkInterrupt)
  }

  init(
    model: LocalModel, conditioning: Conditioning, settings: Generator.Settings,
    stops: [String] = [], isList: Bool = false, engine: Engine,
    checkInterrupt: @escaping () throws -> Void
  ) throws {
    self.isList = isList
    self.engine = engine
    let written = TokenCount()
    self.written = written
    samples = settings.samples
    key = {
      var key = ResultKey(kind: "tokens 1")
      key.add(model.identity)
      key.add(conditioning.digest)
      // Its fields by name, with their values.
      key.add("\(settings)")
      for stop in stops { key.add(stop) }
      return key
    }
    generation = try TextGeneration(model, conditioning, settings, stops: stops) {
      try checkInterrupt()
      written.add()
    }
  }

  /// A text for each row of codes, or a list of its samples.
  func values(after rows: [[Int32]]) throws -> [Value] {
    generation.texts(of: try tokens(after: rows)).map {
      isList ? .list($0.map(Value.string)) : .string($0[0])
    }
  }

  /// The new tokens of each row's samples, their end tokens left out.
  func tokens(after rows: [[Int32]]) throws -> [[Int32]] {
    let title = Self.title(rows.count)
    return try engine.cached(
      "tokens", title,
      key: {
        var key = key()
        for row in rows { key.add(row) }
        return key
      }, isWhole: { $0.count == rows.count * samples },
      compute: { try observed(title) { try generation.tokens(after: rows) } })
  }

  private static func title(_ texts: Int) -> String {
    texts == 1 ? "generating" : "generating \(Numeral.count(texts)) texts"
  }

  /// Which text ends when isn't known, so its tokens are counted.
  private func observed<Result>(_ title: String, _ body: () throws -> Result) throws -> Result {
    try engine.observed(title, .tokens, of: nil) { advance in
      written.advance = advance
      defer { written.advance = nil }
      return try Interrupt.stoppable(body)
    }
  }

  /// Tokens of all texts together, as they are written.
  private final class TokenCount {
    private var count = 0
    var advance: ((Int) -> Void)?

    func add() {
      count += 1
      advance?(count)
    }
  }
}
