import Foundation
import JSON

/// A byte-level BPE written as `tokenizer.json`: special tokens have the first ids, then come the
/// bytes in the order of their characters, then the merges' tokens.
struct TokenizerFile {
  let specialTokens: [String]
  /// Raw bytes; the first 256 are the single bytes.
  let tokens: [[UInt8]]
  /// Indices into `tokens`, in the order in which they apply.
  let merges: [(Int, Int)]

  var json: Data {
    let written = tokens.map { String(decoding: ByteAlphabet.write($0), as: UTF8.self) }
    let alphabet = ByteAlphabet.scalars.sorted().map { String(Character($0)) }
    let ordered = specialTokens + alphabet + written.dropFirst(256)
    let added = specialTokens.enumerated().map {
      """
          {"id": \($0.offset), "content": \(JSONText.quoted($0.element)), "single_word": false, \
      "lstrip": false, "rstrip": false, "normalized": false, "special": true}
      """
    }
    let vocabulary = ordered.enumerated().map {
      "      \(JSONText.quoted($0.element)): \($0.offset)"
    }
    let rules = merges.map { "      " + JSONText.quoted("\(written[$0.0]) \(written[$0.1])") }
    let byteLevel =
      #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": true}"#
    return Data(
      """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [
      \(added.joined(separator: ",\n"))
        ],
        "normalizer": null,
        "pre_tokenizer": \(byteLevel),
        "post_processor": \(byteLevel),
        "decoder": \(byteLevel),
        "model": {
          "type": "BPE",
          "dropout": null,
          "unk_token": null,
          "continuing_subword_prefix": null,
          "end_of_word_suffix": null,
          "fuse_unk": false,
          "byte_fallback": false,
          "ignore_merges": false,
          "vocab": {
      \(vocabulary.joined(separator: ",\n"))
          },
          "merges": [
      \(rules.joined(separator: ",\n"))
          ]
        }
      }

      """.utf8)
  }
}
