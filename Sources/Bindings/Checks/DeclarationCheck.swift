import Diagnostics
import Foundation
import Script
import Transformers
import Tuning

/// What can be said of declarations before anything runs: files, columns, templates, lengths.
///
/// A field that only running can know leaves what depends on it to the declaration itself.
struct DeclarationCheck {
  private let declarations: [StaticDeclaration]
  private let host: EngineHost

  init(_ declarations: [StaticDeclaration], host: EngineHost) {
    self.declarations = declarations
    self.host = host
  }

  func diagnostics(from firstNew: Int) -> [Diagnostic] {
    var known = Known()
    var diagnostics: [Diagnostic] = []
    for (index, declaration) in declarations.enumerated() {
      // Only what a check needs is read of earlier cells; their faults have been told.
      guard let diagnostic = check(declaration, at: index, &known), index >= firstNew else {
        continue
      }
      // A fault of a prompt shows in every run that uses it, and is told once.
      let isTold = diagnostics.contains {
        $0.message == diagnostic.message && $0.range == diagnostic.range
      }
      if !isTold { diagnostics.append(diagnostic) }
    }
    return diagnostics
  }

  /// What earlier declarations came to, by their place in the list.
  private struct Known {
    var models: [Int: (description: ModelDescription, labels: ModelLabels?)] = [:]
    var datasets: [Int: Dataset] = [:]
    var prompts: [Int: PromptPlan] = [:]
    /// Declarations with a fault of their own, whose users aren't blamed for it.
    var faulty: Set<Int> = []
    /// Those that wait for a file that the program writes itself.
    var waiting: Set<Int> = []
  }

  private func check(
    _ declaration: StaticDeclaration, at index: Int, _ known: inout Known
  ) -> Diagnostic? {
    guard !declaration.isFaulty else {
      known.faulty.insert(index)
      return nil
    }
    let file = declaration.range.file
    let resolve = { (path: String) in host.url(path, usedIn: file) }
    do {
      if waitsForWrittenFiles(declaration) {
        known.waiting.insert(index)
        return nil
      }
      switch declaration.noun.name {
      case "model":
        let place = try ModelObject.place(
          declaration, declaration.range, host: host, fetches: false)
        let description = try host.catalog.description(place.folder)
        if place.start == .checkpoint { _ = try description.folder.weights() }
        let labels = try ModelObject.labels(declaration)
        try ModelObject.check(labels, description)
        known.models[index] = (description, labels)
      case "dataset":
        known.datasets[index] = try DatasetPlan.load(
          declaration, name: declaration.name, resolve: resolve)
      case "prompt":
        // A sweep's points are checked where a run picks one.
        known.prompts[index] = try DeclaredPrompt(
          LayeredFields(layers: [declaration]), resolve: resolve
        ).plan
      case "hyper":
        _ = try Hyperparameters(LayeredFields(layers: [declaration]))
      case "run":
        try checkRun(declaration, known, resolve: resolve)
      default: break
      }
    } catch is NotYetKnown {
      return nil
    } catch {
      known.faulty.insert(index)
      guard let fault = error as? Fault ?? Fault(engine: error) else { return nil }
      return diagnostic(fault, of: declaration)
    }
    return nil
  }

  /// What the program writes itself before it gets here can't be looked at yet.
  private func waitsForWrittenFiles(_ declaration: StaticDeclaration) -> Bool {
    func place(_ path: String) -> String {
      host.url(path, usedIn: declaration.range.file).path
    }
    let written = Set(declaration.written.known.map(place))
    for field in declaration.fields where Self.pathFields.contains(field.name) {
      var paths: [String] = []
      switch field.constant {
      case .string(let path)?: paths = [path]
      case .record(let parts)?:
        paths = parts.compactMap { if case .string(let path) = $0.1 { path } else { nil } }
      default: break
      }
      for path in paths.map(place) {
        let mayCome =
          declaration.written.hasOthers && !FileManager.default.fileExists(atPath: path)
        // A folder is written by what is written into it.
        let isWritten = written.contains { $0 == path || $0.hasPrefix(path + "/") }
        if isWritten || mayCome { return true }
      }
    }
    return false
  }

  private static let pathFields = ["from", "init", "split", "resume"]

  /// The fault with the place that it names: the field where it was written, in the declaration itself or
  /// in one that it uses, or else the declaration.
  private func diagnostic(_ fault: Fault, of declaration: StaticDeclaration) -> Diagnostic {
    guard case .field(let name) = fault.place else {
      return Diagnostic(fault.message, at: declaration.range, hint: fault.hint)
    }
    if let field = declaration.explicit(name) {
      return Diagnostic(fault.message, at: field.valueRange, hint: fault.hint)
    }
    for used in declaration.fields.compactMap(\.reference).map({ declarations[$0] }) {
      guard let field = used.explicit(name) else { continue }
      let user = "\(declaration.noun.name) `\(declaration.name)`"
      return Diagnostic(
        fault.message, at: field.valueRange, hint: fault.hint,
        notes: [.init("found for \(user)", at: declaration.range)])
    }
    return Diagnostic(fault.message, at: declaration.range, hint: fault.hint)
  }

  private func checkRun(
    _ run: StaticDeclaration, _ known: Known, resolve: (String) -> URL
  ) throws {
    func place(_ field: String) -> Int? { run.explicit(field)?.reference }
    // The first fault stands where it was made.
    for field in ["model", "prompt", "data", "hyper"] {
      if let place = place(field), known.faulty.union(known.waiting).contains(place) { return }
    }
    let hyperBase: any FieldSource =
      if let place = place("hyper") { declarations[place] } else { HyperDefaults() }
    if run.explicit("hyper") == nil || place("hyper") != nil {
      _ = try Hyperparameters(LayeredFields(layers: [run, hyperBase]))
    }
    guard let promptPlace = place("prompt") else { return }
    var prompt = try DeclaredPrompt(
      LayeredFields(layers: [PromptFieldsOfRun(run: run), declarations[promptPlace]]),
      resolve: resolve
    ).plan
    guard let model = place("model").flatMap({ known.models[$0] }),
      let dataset = place("data").flatMap({ known.datasets[$0] })
    else { return }
    prompt.method = try prompt.method.named(by: dataset)
    let tuned = Tuned(rawValue: try run.string("tune") ?? "prompt") ?? .prompt
    _ = try LowRankPlan(LayeredFields(layers: [run]), tuned: tuned)
    try RunCheck(
      model: model.description, labels: model.labels, dataset: dataset, prompt: prompt, tuned: tuned
    ).check()
  }
}

/// The prompt fields that a run overrides, before running.
private struct PromptFieldsOfRun: FieldSource {
  let run: StaticDeclaration

  func value(_ name: String) -> Value? { run.constant(name) }
  func isWritten(_ name: String) -> Bool {
    RunNoun.promptFields.contains(name) && run.explicit(name) != nil
  }
}
