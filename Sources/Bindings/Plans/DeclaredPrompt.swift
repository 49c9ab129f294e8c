import Foundation
import Script
import Tuning

/// A prompt as its declaration gives it: written out, or taken from an adapter folder.
struct DeclaredPrompt {
  let plan: PromptPlan
  /// The folder that `from:` names; what it learned is put on a model when one is known.
  let adapter: LoadedAdapter?
  /// Whether it says by which seed it draws, as a folder's sidecar does too; else its run's seed does.
  let hasSeed: Bool

  /// - Parameter adapterFolder: the folder that a path or a name in a field means.
  init(
    _ fields: some FieldSource, adapterFolder: (_ path: String, _ field: String) throws -> URL
  ) throws {
    guard let path = try fields.string("from") else {
      plan = try PromptPlan(fields, adapterFolder: adapterFolder)
      adapter = nil
      hasSeed = fields.isWritten("seed")
      return
    }
    let loaded = try LoadedAdapter(
      path, folder: adapterFolder(path, "from"),
      allowsOtherBase: try fields.string("base") == "any")
    for field in ["soft", "init", "method", "network", "width", "layers"]
    where fields.isWritten(field) {
      throw Fault(
        "`\(field)` says how soft tokens start, and these come from \(path)",
        hint: "leave `\(field)` out, or use `init: \"\(path)\"` instead of `from`",
        at: .field(field))
    }
    plan = try PromptPlan(
      AdapterFields(written: fields, adapter: loaded), adapterFolder: adapterFolder
    ).holding(loaded)
    adapter = loaded
    hasSeed = fields.isWritten("seed") || loaded.adapter.sidecar != nil
  }
}

/// An adapter folder that has been read.
struct LoadedAdapter {
  let path: String
  let adapter: Adapter
  /// Told by the script that another base than the one it was tuned on will do.
  let allowsOtherBase: Bool

  init(_ path: String, folder: URL, allowsOtherBase: Bool) throws {
    guard !path.isEmpty else {
      throw Fault("`from` names no folder", hint: "such as `from: \"mood\"`", at: .field("from"))
    }
    guard Adapter.isPresent(in: folder) else {
      throw Fault(
        "\(path) holds no adapter (no \(Adapter.configurationName))",
        hint: "name the folder that `save` or PEFT wrote", at: .field("from"))
    }
    self.path = path
    self.allowsOtherBase = allowsOtherBase
    do {
      adapter = try Adapter(folder: folder, includingState: true)
    } catch {
      throw Fault(engine: error).map { $0.placed(at: .field("from")) } ?? error
    }
  }

  /// What it learned, on a model that it fits.
  func learned(for model: ModelObject, warn: (String) -> Void) throws -> AppliedPrompt.Learned {
    var checked = adapter
    if allowsOtherBase { checked.sidecar = nil }
    do {
      for case .otherName(let own, let other) in try checked.check(
        base: model.language, name: model.place.name)
      {
        warn("\(path) was tuned on \(own), and this model is \(other)\n")
      }
      let head = try adapter.classificationHead(for: model.language)
      if let head, let labels = model.labels, head.labels != labels.names.count {
        throw Fault(
          "\(path) tells \(head.labels) labels apart, the model names \(labels.names.count)",
          hint: "give the model the labels that the folder was tuned with", at: .field("from"))
      }
      if head != nil, model.labels == nil {
        throw Fault(
          "\(path) tells labels apart, and the model names none",
          hint: "give the model `labels: \(adapter.sidecar?.labels ?? ["…"])`", at: .field("from"))
      }
      if let own = adapter.sidecar?.labels, let labels = model.labels, own != labels.names {
        throw Fault(
          "\(path) was tuned to tell \(own), the model names \(labels.names)",
          hint: "give the model `labels: \(own)`: their order is that of the head's logits",
          at: .field("from"))
      }
      return .init(method: try adapter.method(for: model.language), head: head)
    } catch let error as AdapterError {
      throw error.fault(path)
    }
  }
}

/// The prompt's fields where they are written, and else what the folder's sidecar remembers of them.
private struct AdapterFields<Written: FieldSource>: FieldSource {
  let written: Written
  let adapter: LoadedAdapter

  func value(_ name: String) -> Value? {
    if written.isWritten(name) { return written.value(name) }
    guard let sidecar = adapter.adapter.sidecar else { return written.value(name) }
    switch name {
    case "template": return .string(sidecar.template)
    case "answers":
      return .record(
        Record(sidecar.answers.filter { $0.count == 2 }.map { ($0[0], .string($0[1])) }))
    case "demos": return .number(Double(sidecar.demos))
    case "seed": return .number(Double(sidecar.promptSeed))
    case "scoring": return .string((sidecar.scoring ?? .sum).rawValue)
    case "max_tokens": return sidecar.maxTokens.map { .number(Double($0)) } ?? Value.none
    default: return written.value(name)
    }
  }

  func isWritten(_ name: String) -> Bool { written.isWritten(name) }
}

extension PromptPlan {
  /// The same words around what a folder holds.
  fileprivate func holding(_ loaded: LoadedAdapter) throws -> PromptPlan {
    var plan = self
    let contents = loaded.adapter.contents
    plan.soft = contents["num_virtual_tokens"]?.int ?? loaded.adapter.sidecar?.soft ?? 0
    if case .prompt(let method)? = loaded.adapter.sidecar?.method {
      plan.method = method
    } else {
      switch contents.kind {
      case .prefix, .cartridge: plan.method = .prefix(projection: nil)
      case .multitask:
        guard case .multitask(let rank, let task, _) = method else {
          throw Fault(
            "\(loaded.path) holds a prompt for several tasks", hint: "name their column: `task:`",
            at: .field("from"))
        }
        // PEFT numbers its tasks.
        let count = contents["num_tasks"]?.int ?? 0
        plan.method = .multitask(rank: rank, task: task, tasks: (0..<count).map(String.init))
      default: plan.method = .prompt
      }
    }
    if loaded.adapter.state == nil {
      // What a network made was saved, the network was not: its outcome is tuned directly from here.
      switch plan.method {
      case .ptuning: plan.method = .prompt
      case .prefix: plan.method = .prefix(projection: nil)
      default: break
      }
    }
    if contents.kind == .lowRank { plan.soft = 0 }
    do {
      plan.soft = try plan.softCount()
    } catch {
      throw error.fault
    }
    return plan
  }
}
