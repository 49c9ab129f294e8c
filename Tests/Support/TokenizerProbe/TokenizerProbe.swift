import Foundation
import Tokenizers

/// Encodes a file of texts, for `scripts/bench-tokenizers` to hold to the `tokenizers` library's
/// ids and speed.
///
///     tokenizer-probe TOKENIZER.json TEXTS ROUNDS
///
/// TEXTS holds UTF-8 texts divided by NUL. Prints one line of JSON: the processor's seconds for each
/// round, so that other programs don't count, and the ids' count and hash.
@main
enum TokenizerProbe {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let rounds = Int(arguments[3]) else {
      FileHandle.standardError.write(
        Data("usage: tokenizer-probe TOKENIZER.json TEXTS ROUNDS\n".utf8))
      exit(2)
    }
    let tokenizer = try Tokenizer(contentsOf: URL(filePath: arguments[1]))
    let texts = try Data(contentsOf: URL(filePath: arguments[2])).split(
      separator: 0, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    var seconds: [Double] = []
    var count = 0
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for round in 0..<rounds {
      var encodings: [Encoding] = []
      encodings.reserveCapacity(texts.count)
      let start = processorSeconds()
      for text in texts { encodings.append(tokenizer.encode(text)) }
      seconds.append(processorSeconds() - start)
      if round > 0 { continue }
      for encoding in encodings {
        count += encoding.count
        for id in encoding.ids { hash = (hash ^ UInt64(UInt32(id))) &* 0x100_0000_01B3 }
      }
    }
    print(#"{"seconds": \#(seconds), "count": \#(count), "hash": "\#(String(hash, radix: 16))"}"#)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
