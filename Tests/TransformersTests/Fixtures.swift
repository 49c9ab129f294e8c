import Foundation
import Tokenizers
import Transformers

/// The files that the scripts under `scripts/fixtures` made from the reference libraries.
enum Fixtures {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// Model folders by name.
  static func models() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: root.appendingPathComponent("models"), includingPropertiesForKeys: nil
    ).filter { FileManager.default.fileExists(atPath: $0.appendingPathComponent("config.json").path) }
      .sorted { $0.path < $1.path }
  }

  static func json(_ url: URL) throws -> JSONValue { try JSONValue(parsing: Data(contentsOf: url)) }

  static func model(_ folder: URL, trainable: Bool = false) throws -> LanguageModel {
    try LanguageModel(ModelDescription(folder: folder), trainable: trainable)
  }
}

extension JSONValue {
  var ids: [Int32] { array!.map { Int32($0.int!) } }
}
