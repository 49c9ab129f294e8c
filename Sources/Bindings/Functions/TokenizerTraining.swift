import Files
import Foundation
import Script
import Tokenizers

/// `train_tokenizer(texts, size: …, out: …)`.
enum TokenizerTraining {
  static let train = Builtin(
    "train_tokenizer",
    [
      Parameter("texts", .list(.string)), Parameter("size", .integerIn(.between(257, 1_000_000))),
      Parameter("out", .string), Parameter("special", .list(.string), default: ["<|endoftext|>"]),
      Parameter("mkdir", .bool, default: false),
    ],
    doc: "trains a byte-level BPE on texts and writes its tokenizer.json",
    example:
      "train_tokenizer([\"a good film\", \"a bad film\"], size: 270, out: \"/tmp/tokenizer.json\")"
  ) { call in
    let texts = try call.list(0).compactMap { if case .string(let text) = $0 { text } else { nil } }
    let special = try call.list(3).compactMap {
      if case .string(let text) = $0 { text } else { nil }
    }
    let file = try call.url(2)
    var trainer = try BPETrainer(vocabularySize: call.integer(1), specialTokens: special)
    for text in texts { trainer.add(text) }
    let makesFolders = try call.bool(4)
    try call.engine.writing {
      if makesFolders { try Folder.create(file.deletingLastPathComponent()) }
      try AtomicFile.write(trainer.train(), to: file)
    }
    return .none
  }
}
