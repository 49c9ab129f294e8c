import Foundation
import Script
import Tensors
import Transformers

/// What a model writes after texts, or, of an encoder–decoder, in reply to them, all together.
struct Continuation {
  private let generation: TextGeneration
  /// Whether each row is answered by a list of its samples.
  private let isList: Bool

  init(model: LocalModel, conditioning: Conditioning, call: Call) throws {
    let options = try GenerateOptions(call, vocabulary: model.network.shape.vocabularySize)
    try self.init(
      model: model, conditioning: conditioning, settings: options.settings, stops: options.stops,
      isList: options.isList, checkInterrupt: call.context.checkInterrupt)
  }

  init(
    model: LocalModel, conditioning: Conditioning, settings: Generator.Settings,
    stops: [String] = [], isList: Bool = false, checkInterrupt: @escaping () throws -> Void
  ) throws {
    self.isList = isList
    generation = try TextGeneration(
      model, conditioning, settings, stops: stops, onToken: checkInterrupt)
  }

  /// A text for each row of codes, or a list of its samples.
  func values(after rows: [[Int32]]) throws -> [Value] {
    try Interrupt.stoppable { try generation.texts(after: rows) }.map {
      isList ? .list($0.map(Value.string)) : .string($0[0])
    }
  }

  /// The new tokens of each row's samples, their end tokens left out.
  func tokens(after rows: [[Int32]]) throws -> [[Int32]] {
    try Interrupt.stoppable { try generation.tokens(after: rows) }
  }
}
