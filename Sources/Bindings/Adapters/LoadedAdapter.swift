import Adapters
import Foundation
import Script
import Transformers
import Tuning

/// An adapter folder that has been read.
struct LoadedAdapter {
  let path: String
  private let entry: AdapterCatalog.Entry
  /// Whether the script allows another base than the one it was tuned on.
  let allowsOtherBase: Bool

  var adapter: Adapter { entry.adapter }
  /// SHA-256 over the tensors that it holds.
  var hash: String { entry.hash }

  init(_ path: String, _ folders: AdapterFolders, allowsOtherBase: Bool) throws {
    guard !path.isEmpty else {
      throw Fault("`from` names no folder", hint: "such as `from: \"mood\"`", at: .field("from"))
    }
    guard let entry = try folders.entry(path, field: "from", includingState: true) else {
      throw AdapterFolders.noAdapter(path, field: "from")
    }
    self.path = path
    self.allowsOtherBase = allowsOtherBase
    self.entry = entry
  }

  /// What it learned, on a model that it fits.
  func learned(for model: ModelObject, warn: (String) -> Void) throws -> AppliedPrompt.Learned {
    let language = try model.local(for: "a folder's prompt")
    var checked = adapter
    if allowsOtherBase { checked.sidecar = nil }
    do {
      for case .otherName(let own, let other) in try checked.check(
        base: language, name: model.place.name)
      {
        warn("\(path) was tuned on \(own), and this model is \(other)\n")
      }
      let head = try adapter.classificationHead(for: language)
      if let head, let labels = model.labels, head.labels != labels.names.count {
        throw Fault(
          "\(path) was trained for \(head.labels) labels; the model declares \(labels.names.count)",
          hint: "give the model the labels that the folder was tuned with", at: .field("from"))
      }
      if head != nil, model.labels == nil {
        throw Fault(
          "\(path) has a classification head, and the model declares no labels",
          hint: "give the model `labels: \(adapter.sidecar?.labels ?? ["…"])`", at: .field("from"))
      }
      if let own = adapter.sidecar?.labels, let labels = model.labels, own != labels.names {
        throw Fault(
          "\(path) was tuned with the labels \(own); the model declares \(labels.names)",
          hint: "give the model `labels: \(own)`: their order is that of the head's logits",
          at: .field("from"))
      }
      return .init(method: try adapter.method(for: language), head: head)
    } catch let error as AdapterError {
      throw error.fault(path)
    }
  }
}
