import Adapters
import Diagnostics
import Foundation
import Script

/// The adapter folders that the fields of a declaration name, on disk or of the hub.
struct AdapterFolders {
  private let engine: Engine
  private let file: SourceFile
  private let fetches: Bool

  /// - Parameters:
  ///   - file: paths are relative to its folder.
  ///   - fetches: whether to download what the cache of the hub lacks; else that is `NotYetKnown`.
  init(_ engine: Engine, file: SourceFile, fetches: Bool) {
    self.engine = engine
    self.file = file
    self.fetches = fetches
  }

  /// What the folder holds; nil where it isn't an adapter.
  func entry(
    _ path: String, field: String, includingState: Bool
  ) throws -> AdapterCatalog.Entry? {
    let folder = try engine.catalog.adapterFolder(
      path, in: engine.url(path, usedIn: file), field: field, fetches: fetches)
    do {
      return try engine.adapters.entry(in: folder, includingState: includingState)
    } catch {
      throw Fault(engine: error).map { $0.placed(at: .field(field)) } ?? error
    }
  }

  static func noAdapter(_ path: String, field: String) -> Fault {
    Fault(
      "\(path) holds no adapter (no \(Adapter.configurationName))",
      hint: "name the folder that `save` or PEFT wrote", at: .field(field))
  }
}
