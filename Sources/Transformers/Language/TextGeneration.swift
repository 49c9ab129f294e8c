import Foundation
import Tokenizers

/// The texts that a model writes after rows of codes, or, of an encoder–decoder, in reply to them, all
/// together.
package struct TextGeneration {
  private enum Writer {
    case next(Generator)
    case reply(ReplyWriter)
  }

  private let writer: Writer
  private let settings: Generator.Settings
  private let stops: [String]
  private let tokenizer: Tokenizer
  private let onToken: () throws -> Void

  /// - Parameters:
  ///   - stops: texts are cut before the first of these.
  ///   - onToken: called before each token; what it throws ends the generation.
  package init(
    _ model: LocalModel, _ conditioning: Conditioning, _ settings: Generator.Settings,
    stops: [String] = [], onToken: @escaping () throws -> Void = {}
  ) throws(LanguageModelError) {
    let ends = model.description.endTokens.ids
    if let network = model.network.encoderDecoder {
      writer = .reply(ReplyWriter(model: network, conditioning: conditioning, ends: ends))
    } else {
      writer = .next(Generator(model: try model.writer, conditioning: conditioning, ends: ends))
    }
    tokenizer = model.tokenizer
    self.settings = settings
    self.stops = stops
    self.onToken = onToken
  }

  /// The texts of each row: as many as the settings' `samples`.
  package func texts(after rows: [[Int32]]) throws -> [[String]] {
    texts(of: try tokens(after: rows))
  }

  /// The texts of what `tokens` gave, for each row.
  package func texts(of texts: [[Int32]]) -> [[String]] {
    (0..<texts.count / settings.samples).map { row in
      texts[row * settings.samples..<(row + 1) * settings.samples].map { tokens in
        let text = decoded(tokens)
        return firstStop(in: text).map { String(text[..<$0]) } ?? text
      }
    }
  }

  /// The new tokens of each row's samples, their end tokens left out.
  package func tokens(after rows: [[Int32]]) throws -> [[Int32]] {
    var written: [Int: [Int32]] = [:]
    let continues = { (text: Int, token: Int32) in
      try onToken()
      guard !stops.isEmpty, settings.beams == 1 else { return true }
      written[text, default: []].append(token)
      return firstStop(in: decoded(written[text] ?? [])) == nil
    }
    return switch writer {
    case .next(let generator):
      try generator.continuations(of: rows, settings, onToken: continues)
    case .reply(let writer): try writer.replies(to: rows, settings, onToken: continues)
    }
  }

  private func decoded(_ tokens: [Int32]) -> String {
    tokenizer.decode(tokens, skipSpecialTokens: true)
  }

  /// Where the first of the stops begins.
  private func firstStop(in text: String) -> String.Index? {
    stops.compactMap { text.range(of: $0, options: .literal)?.lowerBound }.min()
  }
}
