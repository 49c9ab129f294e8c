import Foundation

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
          {"id": \($0.offset), "content": \(quoted($0.element)), "single_word": false, \
      "lstrip": false, "rstrip": false, "normalized": false, "special": true}
      """
    }
    let vocabulary = ordered.enumerated().map { "      \(quoted($0.element)): \($0.offset)" }
    let rules = merges.map { "      " + quoted("\(written[$0.0]) \(written[$0.1])") }
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

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
