import Files
import Foundation
import JSON
import Synchronization

/// Text ↔ ids, as a Hugging Face `tokenizer.json` describes it.
///
/// Encoding goes: added tokens cut out → normalizer → pre-tokenizer → model → post-processor.
/// The file's `truncation` and `padding` are not read; nothing is ever cut or padded here.
package final class Tokenizer: Sendable {
  /// The file's bytes, for fingerprints and for writing it beside a saved prompt.
  package let json: Data
  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer
  let model: TokenModel
  let postProcessor: PostProcessor
  /// Nil where the file has none: tokens are then joined by spaces.
  let decoders: [Decoder]?
  let addedTokens: AddedTokens
  /// Rows of the model's embedding table, where it may have fewer than there are ids: Gemma 3's smaller
  /// models lack the images' token. Such ids can be read and written, and never be looked up.
  package let embeddingRows: Int?
  private let scratch = Mutex(TokenModel.Scratch())

  package init(json: Data, embeddingRows: Int? = nil) throws(TokenizerError) {
    self.json = json
    self.embeddingRows = embeddingRows
    let root: Field
    do {
      root = Field(path: "", value: try JSONValue(parsing: json))
    } catch {
      throw .json(error)
    }
    guard root.value.object != nil else {
      throw .wrongType(field: "tokenizer.json", expected: "an object")
    }
    normalizer = try root.optional("normalizer").map {
      (field) throws(TokenizerError) in try Normalizer(field: field)
    }
    preTokenizer =
      try root.optional("pre_tokenizer").map {
        (field) throws(TokenizerError) in try PreTokenizer(field: field)
      } ?? PreTokenizer()
    let model = try TokenModel(
      field: try root.member("model"), isByteLevel: preTokenizer.isByteLevel)
    let vocabulary = model.vocabulary
    let added = try AddedTokens(
      field: try root.optional("added_tokens"), vocabulary: vocabulary,
      normalizer: normalizer)
    self.model = model
    addedTokens = added
    postProcessor =
      try root.optional("post_processor").map { (field) throws(TokenizerError) in
        try PostProcessor(field: field) { vocabulary.contains($0) || added.token($0) != nil }
      } ?? PostProcessor()
    decoders = try root.optional("decoder").map {
      (field) throws(TokenizerError) in try Decoder.steps(field: field)
    }
  }

  package convenience init(contentsOf url: URL) throws(TokenizerError) {
    let data: Data
    do {
      data = try MappedFile.data(url)
    } catch {
      throw .unreadable(path: url.path, reason: error.reason)
    }
    try self.init(json: data)
  }

  /// Rows that an embedding table needs: one more than the highest id.
  package var vocabularySize: Int {
    max(model.vocabulary.endID, addedTokens.tokens.reduce(0) { max($0, Int($1.id) + 1) })
  }

  /// Whether text may become ids that the model has no embeddings for.
  package var exceedsEmbeddings: Bool { embeddingRows.map { $0 < vocabularySize } ?? false }

  /// Throws where some of a text's ids have no embedding.
  package func checkEmbeddings(of ids: [Int32]) throws(TokenizerError) {
    if let (token, id, rows) = firstWithoutEmbedding(in: ids) {
      throw .noEmbedding(token: token, id: id, rows: rows)
    }
  }

  /// The first of some ids that has no embedding, with its token and the rows that there are.
  package func firstWithoutEmbedding(
    in ids: [Int32]
  ) -> (token: String, id: Int32, rows: Int)? {
    guard exceedsEmbeddings, let embeddingRows,
      let id = ids.first(where: { Int($0) >= embeddingRows })
    else { return nil }
    return (token(of: id) ?? "", id, embeddingRows)
  }

  /// The token as the file writes it: `Ġmood`.
  package func token(of id: Int32) -> String? {
    bytes(of: id).map { String(decoding: $0, as: UTF8.self) }
  }

  package func id(of token: String) -> Int32? {
    let bytes = Array(token.utf8)
    return addedTokens.id(of: bytes) ?? model.vocabulary.id(of: bytes)
  }

  package func isSpecial(_ id: Int32) -> Bool {
    addedTokens.token(id)?.isSpecial ?? false
  }

  func bytes(of id: Int32) -> [UInt8]? {
    addedTokens.token(id)?.content ?? model.vocabulary.bytes(of: id).map(Array.init)
  }

  /// The text's tokens, or both texts', with what the file puts around and between them.
  package func encode(
    _ text: String, pair: String? = nil, addSpecialTokens: Bool = true
  ) -> Encoding {
    // Whoever comes while another thread encodes works without the shared cache.
    if let encoding = scratch.withLockIfAvailable({ encode(text, pair, addSpecialTokens, &$0) }) {
      return encoding
    }
    var own = TokenModel.Scratch()
    return encode(text, pair, addSpecialTokens, &own)
  }

  private func encode(
    _ text: String, _ pair: String?, _ addSpecialTokens: Bool, _ scratch: inout TokenModel.Scratch
  ) -> Encoding {
    var encoding = Encoding()
    for piece in pair == nil ? postProcessor.single : postProcessor.pair {
      switch piece {
      case .tokens(let ids, let typeID):
        if !addSpecialTokens { continue }
        for id in ids { encoding.append(id, 0..<0) }
        encoding.closePart(.added, typeID: typeID)
      case .text(let source, let typeID):
        let chosen = source == .second ? pair ?? "" : text
        encode(AlignedText(original: Array(chosen.utf8)), into: &encoding, &scratch)
        encoding.closePart(source, typeID: typeID)
      }
    }
    return encoding
  }

  private func encode(
    _ original: AlignedText, into encoding: inout Encoding, _ scratch: inout TokenModel.Scratch
  ) {
    let range = 0..<original.bytes.count
    for segment in addedTokens.split(original.bytes, range, normalized: false) {
      switch segment {
      case .token(let id, let span): encoding.append(id, span)
      case .text(let span): encode(original, span, into: &encoding, &scratch)
      }
    }
  }

  /// Encodes a range of the original that has no raw added token.
  private func encode(
    _ original: AlignedText, _ range: Range<Int>, into encoding: inout Encoding,
    _ scratch: inout TokenModel.Scratch
  ) {
    let text = normalizer?.apply(to: original, in: range) ?? original
    let whole = normalizer == nil ? range : 0..<text.bytes.count
    for segment in addedTokens.split(text.bytes, whole, normalized: true) {
      switch segment {
      case .token(let id, let span): encoding.append(id, text.original(span))
      case .text(let span):
        var split = text
        let words = preTokenizer.words(of: &split, in: span)
        scratch.symbols.removeAll(keepingCapacity: true)
        split.bytes.withUnsafeBufferPointer { buffer in
          for word in words {
            let first = scratch.symbols.count
            model.encode(UnsafeBufferPointer(rebasing: buffer[word]), &scratch)
            var start = word.lowerBound
            for symbol in scratch.symbols[first...] {
              let end = word.lowerBound + Int(symbol.end)
              encoding.append(symbol.id, split.original(start..<end))
              start = end
            }
          }
        }
      }
    }
  }
}
