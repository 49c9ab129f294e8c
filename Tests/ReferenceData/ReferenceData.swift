import Foundation
import JSON
import Transformers

/// The files that the scripts under `scripts/fixtures` made from the reference libraries.
package enum ReferenceData {
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The folders inside a folder of the fixtures that hold `file`, by name.
  package static func folders(_ name: String, holding file: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: root.appendingPathComponent(name), includingPropertiesForKeys: nil
    ).filter { FileManager.default.fileExists(atPath: $0.appendingPathComponent(file).path) }
      .sorted { $0.path < $1.path }
  }

  /// The model folders of one kind.
  package static func models(_ kind: ModelKind = .decoder) throws -> [URL] {
    try allModels().filter { try ModelDescription(folder: $0).architecture.kind == kind }
  }

  package static func allModels() throws -> [URL] {
    try folders("models", holding: "config.json")
  }

  /// What a golden file in JSON holds.
  package typealias Record = JSONValue

  package static func json(_ url: URL) throws -> Record {
    try JSONValue(parsing: Data(contentsOf: url))
  }

  package static func model(_ folder: URL, trainable: Bool = false) throws -> LocalModel {
    try LocalModel(ModelDescription(folder: folder), trainable: trainable)
  }
}

extension JSONValue {
  package var ids: [Int32] { array!.map { Int32($0.int!) } }
  package var numbers: [Double] { array!.map { $0.double! } }
}
