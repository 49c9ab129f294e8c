import Diagnostics
import Foundation
import Script

/// What can be said of a program's declarations before anything runs: files, columns, templates, lengths.
///
/// A field that only running can know leaves what depends on it to the declaration itself.
struct ProgramCheck {
  private let declarations: [StaticDeclaration]
  private let engine: Engine
  private let kind: (NounSchema) -> any Noun.Type

  init(
    _ declarations: [StaticDeclaration], engine: Engine,
    kind: @escaping (NounSchema) -> any Noun.Type
  ) {
    self.declarations = declarations
    self.engine = engine
    self.kind = kind
  }

  struct Findings {
    var diagnostics: [Diagnostic] = []
    /// What has to be left to the run.
    var unchecked: [Unchecked] = []
    /// The runs in their order, with what the noun's check returned; nil of those of which something is left.
    var runs: [(name: String, found: RunNoun.Found?)] = []
  }

  func findings(from firstNew: Int) -> Findings {
    var findings = Findings()
    var outcomes: [Int: CheckContext.Outcome] = [:]
    let rowNotes = RowNotes.Table()
    let needed = indices(neededFrom: firstNew)
    for (index, declaration) in declarations.enumerated() where needed.contains(index) {
      let context = CheckContext(engine, declarations, outcomes, rowNotes)
      let (outcome, diagnostic) = check(declaration, context)
      outcomes[index] = outcome
      // The faults of earlier cells have been reported.
      guard index >= firstNew else { continue }
      for item in missing(declaration, context, outcome) where !findings.unchecked.contains(item) {
        findings.unchecked.append(item)
      }
      if kind(declaration.noun) == RunNoun.self {
        var found: RunNoun.Found?
        if case .checked(let run as RunNoun.Found) = outcome { found = run }
        findings.runs.append((declaration.name, found))
      }
      guard let diagnostic else { continue }
      // A fault of a prompt shows in every run that uses it, and is reported once.
      let isReported = findings.diagnostics.contains {
        $0.message == diagnostic.message && $0.range == diagnostic.range
      }
      if !isReported { findings.diagnostics.append(diagnostic) }
    }
    return findings
  }

  /// The new declarations, and those of earlier cells that a check of one needs.
  private func indices(neededFrom firstNew: Int) -> Set<Int> {
    var needed: Set<Int> = []
    for index in declarations.indices.reversed() where index >= firstNew || needed.contains(index) {
      needed.insert(index)
      needed.formUnion(declarations[index].fields.compactMap(\.reference))
    }
    return needed
  }

  private func check(
    _ declaration: StaticDeclaration, _ context: CheckContext
  ) -> (CheckContext.Outcome, Diagnostic?) {
    guard !declaration.isFaulty else { return (.faulty, nil) }
    if waitsForWrittenFiles(declaration) { return (.unknown(isWaiting: true), nil) }
    do {
      return (.checked(try kind(declaration.noun).check(declaration, context)), nil)
    } catch is NotYetKnown {
      return (.unknown(isWaiting: false), nil)
    } catch is CheckContext.ReportedElsewhere {
      return (.checked(nil), nil)
    } catch {
      let fault = error as? Fault ?? Fault(engine: error)
      return (.faulty, fault.map { diagnostic($0, of: declaration) })
    }
  }

  /// What the check left to the run: fields, or the whole declaration, whose fields then need no mention.
  private func missing(
    _ declaration: StaticDeclaration, _ context: CheckContext, _ outcome: CheckContext.Outcome
  ) -> [Unchecked] {
    guard case .unknown = outcome else { return context.unknown.fields }
    return [Unchecked(declaration)]
      + context.unknown.fields.filter { $0.name != declaration.name }
  }

  /// What the program writes itself before it gets here can't be looked at yet.
  private func waitsForWrittenFiles(_ declaration: StaticDeclaration) -> Bool {
    func location(_ path: String) -> String {
      engine.url(path, usedIn: declaration.range.file).path
    }
    let written = Set(declaration.written.known.map(location))
    for field in declaration.fields where Self.pathFields.contains(field.name) {
      let paths = (field.constant.map(DatasetPlan.paths(in:)) ?? []).filter {
        !EmbeddedSets.isName($0)
      }
      for path in paths.map(location) {
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

  /// The fault at the place that it names: the field where it was written, in the declaration itself or
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
}
