import Diagnostics
import Foundation
import Script
import Transformers

/// Finds and keeps models, so that a check, a declaration and another cell read a folder once.
final class ModelCatalog {
  private struct Key: Hashable {
    let path: String
    let start: LanguageModel.Start
  }

  private var descriptions: [String: ModelDescription] = [:]
  private var models: [Key: LanguageModel] = [:]

  /// The folder that `from:` means.
  func folder(_ from: String, in folder: URL) throws -> URL {
    if from == "workshop" {
      guard let embedded = Resources.folder("workshop") else {
        throw Fault(
          "the embedded model is not beside this program",
          hint: "install it with scripts/install, which copies its folder too", at: .field("from"))
      }
      return embedded
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw Fault(
          "`\(from)` is a file", hint: "name the folder that holds config.json", at: .field("from"))
      }
      return folder
    }
    let parts = from.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, !from.hasPrefix("."), parts.allSatisfy({ !$0.isEmpty }) {
      throw Fault(
        "there is no folder `\(from)`, and models of the hub can't be fetched yet",
        hint: "download it and name its folder, or use \"workshop\"", at: .field("from"))
    }
    let meant = Suggestion.closest(to: from, among: ["workshop"])
      .map { "did you mean \"\($0)\", the embedded model?" }
    throw Fault(
      "there is no model folder `\(from)`",
      hint: meant ?? "looked for \(folder.path); \"workshop\" is the embedded model",
      at: .field("from"))
  }

  func description(_ folder: URL) throws -> ModelDescription {
    if let known = descriptions[folder.path] { return known }
    let description = try ModelDescription(folder: folder)
    descriptions[folder.path] = description
    return description
  }

  func model(_ folder: URL, start: LanguageModel.Start) throws -> LanguageModel {
    let key = Key(path: folder.path, start: start)
    if let known = models[key] { return known }
    let model = try LanguageModel(description(folder), start: start)
    models[key] = model
    return model
  }

  /// A copy of its own that can be trained; never kept, since training moves it.
  func trainable(_ folder: URL, start: LanguageModel.Start) throws -> LanguageModel {
    try LanguageModel(description(folder), start: start, trainable: true)
  }
}

/// The files that travel with the program.
enum Resources {
  /// Beside the program as the build leaves it, or under `share/pts` as it is installed.
  static func folder(_ name: String) -> URL? {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let candidates = [
      program.appendingPathComponent("pts_Bindings.resources"),
      program.deletingLastPathComponent().appendingPathComponent("share/pts"),
    ]
    return candidates.map { $0.appendingPathComponent(name) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }
}
