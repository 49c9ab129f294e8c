import Data
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

  func findings(from firstNew: Int) -> (diagnostics: [Diagnostic], unchecked: [Unchecked]) {
    var known = Known()
    var diagnostics: [Diagnostic] = []
    var unchecked: [Unchecked] = []
    for (index, declaration) in declarations.enumerated() {
      let before = known.unchecked.count
      let diagnostic = check(declaration, at: index, &known)
      // Only what a check needs is read of earlier cells; their faults have been told.
      guard index >= firstNew else { continue }
      for item in known.unchecked[before...] where !unchecked.contains(item) {
        unchecked.append(item)
      }
      guard let diagnostic else { continue }
      // A fault of a prompt shows in every run that uses it, and is told once.
      let isTold = diagnostics.contains {
        $0.message == diagnostic.message && $0.range == diagnostic.range
      }
      if !isTold { diagnostics.append(diagnostic) }
    }
    return (diagnostics, unchecked)
  }

  /// What earlier declarations came to, by their place in the list.
  private struct Known {
    struct Model {
      let description: ModelDescription
      let labels: ModelLabels?
      /// False where only running knows whether it has labels.
      let hasKnownLabels: Bool
    }

    struct Data {
      let dataset: Dataset
      /// False where only running knows which rows it has.
      let hasKnownRows: Bool
    }

    var models: [Int: Model] = [:]
    var datasets: [Int: Data] = [:]
    /// Declarations with a fault of their own, whose users aren't blamed for it.
    var faulty: Set<Int> = []
    /// Those that wait for a file that the program writes itself.
    var waiting: Set<Int> = []
    var unchecked: [Unchecked] = []
  }

  private func check(
    _ declaration: StaticDeclaration, at index: Int, _ known: inout Known
  ) -> Diagnostic? {
    guard !declaration.isFaulty else {
      known.faulty.insert(index)
      return nil
    }
    let unknown = KnownFields.Unknown()
    var isKnown = true
    defer {
      // Of what isn't known at all the fields need no mention.
      known.unchecked += unknown.fields.filter { isKnown || $0.name != declaration.name }
    }
    do {
      if waitsForWrittenFiles(declaration) {
        known.waiting.insert(index)
        known.unchecked.append(Unchecked(declaration))
        return nil
      }
      try check(declaration, at: index, unknown, &known)
    } catch is NotYetKnown {
      isKnown = false
      known.unchecked.append(Unchecked(declaration))
    } catch {
      known.faulty.insert(index)
      guard let fault = error as? Fault ?? Fault(engine: error) else { return nil }
      return diagnostic(fault, of: declaration)
    }
    return nil
  }

  private func check(
    _ declaration: StaticDeclaration, at index: Int, _ unknown: KnownFields.Unknown,
    _ known: inout Known
  ) throws {
    let file = declaration.range.file
    let resolve = { (path: String) in host.url(path, usedIn: file) }
    let adapterFolder = { (path: String, field: String) in
      try host.adapterFolder(path, field: field, usedIn: file, fetches: false)
    }
    let fields = KnownFields(declaration, noting: unknown)
    switch declaration.noun.name {
    case "model":
      let place = try ModelObject.place(fields, declaration.range, host: host, fetches: false)
      let description = try host.catalog.description(place.folder)
      if place.start == .checkpoint { _ = try description.folder.weights() }
      let labels = try ModelObject.labels(fields)
      let hasKnownLabels = !unknown.contains("labels")
      if hasKnownLabels { try ModelObject.check(labels, description) }
      known.models[index] = .init(
        description: description, labels: labels, hasKnownLabels: hasKnownLabels)
    case "dataset":
      let dataset: Dataset
      do {
        dataset = try DatasetPlan.load(fields, name: declaration.name, resolve: resolve)
      } catch {
        // How a file is read may depend on what isn't known.
        let harmless: Set = ["limit", "split", "seed", "input", "max_tokens"]
        throw unknown.fields.allSatisfy { harmless.contains($0.field ?? "") }
          ? error : NotYetKnown()
      }
      known.datasets[index] = .init(
        dataset: dataset,
        hasKnownRows: unknown.fields.allSatisfy { ["input", "seed"].contains($0.field) })
    case "prompt":
      // A sweep's points are checked where a run picks one.
      _ = try unknown.tolerating {
        try DeclaredPrompt(LayeredFields(layers: [fields]), adapterFolder: adapterFolder)
      }
    case "hyper":
      _ = try unknown.tolerating { try Hyperparameters(LayeredFields(layers: [fields])) }
    case "run":
      try checkRun(declaration, known, unknown, adapterFolder: adapterFolder)
    default: break
    }
  }

  /// What the program writes itself before it gets here can't be looked at yet.
  private func waitsForWrittenFiles(_ declaration: StaticDeclaration) -> Bool {
    func place(_ path: String) -> String {
      host.url(path, usedIn: declaration.range.file).path
    }
    let written = Set(declaration.written.known.map(place))
    for field in declaration.fields where Self.pathFields.contains(field.name) {
      for path in (field.constant.map(DatasetPlan.paths(in:)) ?? []).map(place) {
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
    _ run: StaticDeclaration, _ known: Known, _ unknown: KnownFields.Unknown,
    adapterFolder: (_ path: String, _ field: String) throws -> URL
  ) throws {
    func place(_ field: String) -> Int? { run.explicit(field)?.reference }
    // The first fault stands where it was made.
    for field in ["model", "prompt", "data", "hyper"] {
      guard let place = place(field) else { continue }
      if known.faulty.contains(place) { return }
      if known.waiting.contains(place) { throw NotYetKnown() }
    }
    let fields = KnownFields(run, noting: unknown)
    var hyper: Hyperparameters?
    if run.explicit("hyper") == nil || place("hyper") != nil {
      let base: any FieldSource =
        place("hyper").map { KnownFields(declarations[$0], noting: unknown) } ?? HyperDefaults()
      hyper = try unknown.tolerating {
        try Hyperparameters(LayeredFields(layers: [fields, base]))
      }
    }
    guard let promptPlace = place("prompt") else { throw NotYetKnown() }
    let promptFields = LayeredFields(layers: [
      PromptOverrides(run: fields), KnownFields(declarations[promptPlace], noting: unknown),
    ])
    guard
      let declared = try unknown.tolerating({
        try DeclaredPrompt(promptFields, adapterFolder: adapterFolder)
      })
    else { return }
    var prompt = declared.plan
    if !declared.hasSeed { prompt.seed = hyper?.seed ?? 0 }
    guard let model = place("model").flatMap({ known.models[$0] }),
      let data = place("data").flatMap({ known.datasets[$0] })
    else { throw NotYetKnown() }
    if let hyper, data.hasKnownRows, model.hasKnownLabels, !unknown.contains("answers") {
      _ = try unknown.tolerating {
        try hyper.check(data.dataset, labels: model.labels?.names ?? prompt.answerLabels)
      }
    }
    prompt.method = try prompt.method.named(by: data.dataset)
    var tuned = Tuned(rawValue: try fields.string("tune") ?? "prompt") ?? .prompt
    if unknown.contains("tune") {
      tuned = prompt.soft > 0 ? .prompt : .full
    } else {
      _ = try unknown.tolerating { try LowRankPlan(LayeredFields(layers: [fields]), tuned: tuned) }
    }
    // How many tokens there is room for is as unknown as their number.
    if unknown.contains("soft") { prompt.initial = .vocabulary }
    let check = RunCheck(
      model: model.description, labels: model.labels, dataset: data.dataset, prompt: prompt,
      tuned: tuned)
    // Rows are rendered only where they and all that is around them are known.
    let knowsText =
      !unknown.contains("answers", "demos", "method")
      && (prompt.demos == 0 || hyper != nil && !unknown.contains("seed", "prompt_seed"))
    _ = try unknown.tolerating {
      if model.hasKnownLabels {
        try check.check(includingRows: data.hasKnownRows && knowsText)
      } else {
        try check.checkWithoutLabels()
      }
    }
  }
}
