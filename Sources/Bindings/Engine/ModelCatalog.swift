import Checkpoints
import Diagnostics
import Foundation
import Hub
import Script
import Tensors
import Transformers

/// Finds and keeps models, so that a check, a declaration and another cell read a folder once.
final class ModelCatalog {
  private struct Key: Hashable {
    let path: String
    let start: LocalModel.Start
    let precision: Precision
  }

  private let hub: ModelHub
  private let fingerprints: FingerprintCache
  private var descriptions: [String: ModelDescription] = [:]
  private var models: [Key: LocalModel] = [:]

  /// - Parameter fingerprints: where those of large models are kept; nil computes them in each process.
  init(hub: ModelHub, fingerprints folder: URL?) {
    self.hub = hub
    fingerprints = FingerprintCache(folder: folder)
  }

  /// The folder that `from:` means: the embedded model's, one on disk, or one of the hub's.
  ///
  /// - Parameters:
  ///   - folder: where `from` would lie on disk.
  ///   - revision: nil where none is given.
  ///   - fetches: whether to download what the cache lacks; else that is `NotYetKnown`.
  /// - Returns: the folder, and the name that other programs find the model by.
  func place(
    _ from: String, in folder: URL, revision: String?, fetches: Bool
  ) throws -> (folder: URL, name: String) {
    if let local = try localFolder(from, in: folder) {
      guard revision == nil else {
        throw Fault(
          "`revision` is for models of the hub, and `\(from)` is a folder",
          hint: "leave `revision` out", at: .field("revision"))
      }
      return (local, local.path)
    }
    if let repository = RepositoryID(from),
      let found = try hubFolder(repository, revision, fetches: fetches)
    {
      return (found, from)
    }
    throw noFolder(from, folder)
  }

  private func localFolder(_ from: String, in folder: URL) throws -> URL? {
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
    return nil
  }

  /// The folder of an adapter: one on disk, or else one of the hub's, by its name.
  ///
  /// - Parameter field: the one that names it.
  func adapterFolder(
    _ from: String, in folder: URL, field: String, fetches: Bool
  ) throws -> URL {
    if FileManager.default.fileExists(atPath: folder.path) { return folder }
    guard let repository = RepositoryID(from), repository.hasOwner else { return folder }
    do {
      return try hubFolder(repository, nil, fetches: fetches) ?? folder
    } catch let fault as Fault {
      let words = field == "init" ? "; to start from these words, put a blank after them" : ""
      throw Fault(fault.message, hint: fault.hint.map { $0 + words }, at: .field(field))
    }
  }

  /// Nil where the hub lacks a name without an owner, or can't be reached: the oldest models have such
  /// names (gpt2), and so have mistyped folders.
  private func hubFolder(
    _ repository: RepositoryID, _ name: String?, fetches: Bool
  ) throws -> URL? {
    guard let revision = name.map(Revision.init) ?? .main else {
      throw Fault(
        "`\(name ?? "")` can't be a revision", hint: "name a branch, a tag or a commit",
        at: .field("revision"))
    }
    if let folder = hub.cachedFolder(repository, revision) { return folder }
    guard repository.hasOwner || !isLikeAKnownName(repository) else { return nil }
    do throws(HubError) {
      if fetches { return try hub.folder(repository, revision) }
      try hub.checkCanFetch(repository, revision)
    } catch {
      if error == .cancelled { throw ScriptError.interrupted }
      if !repository.hasOwner, error.isOfAbsence { return nil }
      throw error.fault(repository, revision, cache: hub.settings.cache)
    }
    throw NotYetKnown()
  }

  /// Whether a name without an owner is more likely the embedded model's or that of a cached one.
  private func isLikeAKnownName(_ repository: RepositoryID) -> Bool {
    Suggestion.closest(to: repository.description, among: ["workshop"]) != nil
      || hub.cachedRepositories.contains { $0.description.hasSuffix("/\(repository)") }
  }

  private func noFolder(_ from: String, _ folder: URL) -> Fault {
    let cached = hub.cachedRepositories.map(\.description)
    let hint =
      if Suggestion.closest(to: from, among: ["workshop"]) != nil {
        "did you mean \"workshop\", the embedded model?"
      } else if let near = cached.first(where: { $0.hasSuffix("/\(from)") })
        ?? Suggestion.closest(to: from, among: cached)
      {
        "did you mean \"\(near)\", which is in the cache of the hub?"
      } else {
        "looked for \(folder.path); \"workshop\" is the embedded model, \"owner/name\" one of the hub"
          + (hub.settings.isOffline ? ", which HF_HUB_OFFLINE keeps pts from asking" : "")
      }
    return Fault("there is no model folder `\(from)`", hint: hint, at: .field("from"))
  }

  func description(_ folder: URL) throws -> ModelDescription {
    if let known = descriptions[folder.path] { return known }
    let description = try ModelDescription(folder: folder, fingerprints: fingerprints)
    descriptions[folder.path] = description
    return description
  }

  /// SHA-256 over the model's weights and tokenizer, from its files: nothing is loaded for it.
  func fingerprint(_ place: ModelPlace) throws -> String {
    try description(place.folder).fingerprint(place.start)
  }

  func model(_ place: ModelPlace) throws -> LocalModel {
    let description = try description(place.folder)
    let precision = place.precision ?? .suited(to: description.shape)
    let key = Key(path: place.folder.path, start: place.start, precision: precision)
    if let known = models[key] { return known }
    let model = try LocalModel(description, start: place.start, precision: precision)
    models[key] = model
    return model
  }

  /// A copy of its own that can be trained, in f32; never kept, since training moves it.
  func trainable(_ place: ModelPlace) throws -> LocalModel {
    try LocalModel(description(place.folder), start: place.start, trainable: true)
  }
}
