import Foundation
import Script
import Transformers

/// What a model writes after texts, or, of an encoder–decoder, in reply to them, all together.
struct Continuation {
  private enum Writer {
    case next(Generator)
    case reply(ReplyWriter)
  }

  private let writer: Writer
  private let settings: Generator.Settings
  /// Texts are cut before the first of these.
  private let stops: [String]
  /// Whether each row is answered by a list of its samples.
  private let isList: Bool
  private let language: LocalModel
  private let checkInterrupt: () throws -> Void

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
    self.stops = stops
    language = model
    let ends = model.description.endTokens.ids
    if let network = model.network as? any EncoderDecoderModel {
      writer = .reply(ReplyWriter(model: network, conditioning: conditioning, ends: ends))
    } else {
      writer = .next(Generator(model: try model.writer, conditioning: conditioning, ends: ends))
    }
    self.settings = settings
    self.checkInterrupt = checkInterrupt
  }

  /// A text for each row of codes, or a list of its samples.
  func values(after rows: [[Int32]]) throws -> [Value] {
    try samples(after: rows).map { isList ? .list($0.map(Value.string)) : .string($0[0]) }
  }

  /// The texts of each row of codes: as many as the settings' `samples`.
  private func samples(after rows: [[Int32]]) throws -> [[String]] {
    let texts = try tokens(after: rows)
    return rows.indices.map { row in
      texts[row * settings.samples..<(row + 1) * settings.samples].map { tokens in
        let text = decoded(tokens)
        return firstStop(in: text).map { String(text[..<$0]) } ?? text
      }
    }
  }

  /// The new tokens of each row's samples, their end tokens left out.
  func tokens(after rows: [[Int32]]) throws -> [[Int32]] {
    var written: [Int: [Int32]] = [:]
    let goesOn = { (text: Int, token: Int32) in
      try checkInterrupt()
      guard !stops.isEmpty, settings.beams == 1 else { return true }
      written[text, default: []].append(token)
      return firstStop(in: decoded(written[text] ?? [])) == nil
    }
    return switch writer {
    case .next(let generator):
      try generator.continuations(of: rows, settings, onToken: goesOn)
    case .reply(let writer): try writer.replies(to: rows, settings, onToken: goesOn)
    }
  }

  private func decoded(_ tokens: [Int32]) -> String {
    language.tokenizer.decode(tokens, skipSpecialTokens: true)
  }

  /// Where the first of the stops begins.
  private func firstStop(in text: String) -> String.Index? {
    stops.compactMap { text.range(of: $0, options: .literal)?.lowerBound }.min()
  }
}
