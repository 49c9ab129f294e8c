import Script
import Tuning

/// A prompt as its declaration gives it: written out, or taken from an adapter folder.
struct DeclaredPrompt {
  let plan: PromptPlan
  /// The folder that `from:` names; what it learned is put on a model when one is known.
  let adapter: LoadedAdapter?
  /// Whether it says by which seed it draws, as a folder's sidecar does too; else its run's seed does.
  let hasSeed: Bool
  /// What keeps a run from starting where `from:` has got to, though it can be used as it is.
  private let startFault: Fault?

  init(_ fields: some FieldSource, _ folders: AdapterFolders) throws {
    if let carrier = try fields.known("from").promptCarrier(at: .field("from")) {
      (plan, startFault) = try Self.plan(continuing: carrier, fields)
      adapter = nil
      hasSeed = true
      return
    }
    startFault = nil
    guard let path = try fields.string("from") else {
      plan = try PromptPlan(fields, folders)
      adapter = nil
      hasSeed = fields.isWritten("seed")
      return
    }
    let loaded = try LoadedAdapter(
      path, folders, allowsOtherBase: try fields.string("base") == "any")
    for field in ["soft", "init", "method", "network", "width", "layers"]
    where fields.isWritten(field) {
      throw Fault(
        "`\(field)` says how soft tokens start, and these come from \(path)",
        hint: "leave `\(field)` out, or use `init: \"\(path)\"` instead of `from`",
        at: .field(field))
    }
    plan = try PromptPlan(AdapterFields(written: fields, adapter: loaded), folders)
      .holding(loaded)
    adapter = loaded
    hasSeed = fields.isWritten("seed") || loaded.adapter.sidecar != nil
  }
}

extension DeclaredPrompt {
  /// What a run tunes; throws where it would start elsewhere than the declaration says.
  func start() throws -> PromptPlan {
    if let startFault { throw startFault }
    return plan
  }

  /// A prompt that a run has tuned, to be tuned further from there.
  private static func plan(
    continuing carrier: any PromptCarrier, _ fields: some FieldSource
  ) throws -> (PromptPlan, Fault?) {
    for field in [
      "template", "answers", "soft", "init", "method", "network", "width", "layers", "demos",
      "task",
    ] where fields.isWritten(field) {
      throw Fault(
        "`\(field)` comes with \(carrier.carrierName)", hint: "leave `\(field)` out",
        at: .field(field))
    }
    guard var plan = carrier.tunedPlan else {
      throw Fault(
        "\(carrier.carrierName) isn't tuned", hint: "name a run, or the prompt of a run",
        at: .field("from"))
    }
    guard let lost = carrier.lostByItsPrompt else {
      if let embedding = carrier.embedding {
        plan.initial = .vectors(embedding.rows, from: carrier.carrierName)
      }
      return (plan, nil)
    }
    let fault = Fault(
      "\(carrier.carrierName) has learned \(lost), which a run from its prompt would start without",
      hint: "train that run further, `.resume(more: 20)`, or begin from the folder that its "
        + "`.save(\"NAME\")` writes", at: .field("prompt"))
    return (plan, fault)
  }
}

extension PromptCarrier {
  /// What was learned besides the vectors that a prompt's plan can start from; nil where that is all.
  fileprivate var lostByItsPrompt: String? {
    guard embedding != nil else { return "weights, not vectors" }
    if hasHead { return "a head for its labels too" }
    return switch method {
    case .prompt, .prefix(projection: nil): nil
    case .ptuning, .prefix: "a network that makes its vectors"
    case .deep: "vectors for every block"
    case .multitask: "a factor for each task"
    }
  }
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
