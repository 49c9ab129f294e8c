import Foundation
import ReferenceData
import Transformers

/// The fixtures' models, each loaded once.
final class ModelShelf {
  private var models: [String: LocalModel] = [:]

  /// - Parameter path: below the fixtures.
  subscript(path: String) -> LocalModel {
    get throws {
      if let model = models[path] { return model }
      let model = try ReferenceData.model(ReferenceData.root.appendingPathComponent(path))
      models[path] = model
      return model
    }
  }
}
