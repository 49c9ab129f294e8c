import Bindings
import Script
import Syntax

/// What the names of a session mean now: a version each, which only a new meaning changes, and the
/// runs that gave and changed it.
///
/// A definition that gives a name the value it had, or that is the same text over the same inputs,
/// keeps the version: nothing that used the name is stale then.
struct NameLedger {
  struct Definition {
    fileprivate(set) var version: Int
    /// The run that gave it.
    fileprivate(set) var sequence: Int
    /// The last run that changed it in place since.
    fileprivate(set) var changer: Int?
    fileprivate let basis: Basis
    /// What calling it uses and changes, for a function.
    fileprivate let body: Names
    /// Whether no cell defines it any longer.
    fileprivate(set) var isGone = false
  }

  /// What a definition is made of.
  fileprivate struct Basis {
    let text: CodeText
    let inputs: [String: Int]
    let files: [InputFile]
    /// Whether the same basis gives the same meaning.
    let isRepeatable: Bool

    func isSame(as other: Basis) -> Bool {
      isRepeatable && text == other.text && inputs == other.inputs
        && files.count == other.files.count
        && zip(files, other.files).allSatisfy { $0.isSame(as: $1) }
    }
  }

  fileprivate struct Names {
    var used: Set<String> = []
    var changed: Set<String> = []
  }

  private var definitions: [String: Definition] = [:]
  private var lastVersion = 0
  /// Runs whose definitions were changed, or built on, by runs that are no longer in the notebook: what
  /// the names have now no cell gives.
  private(set) var tainted: Set<Int> = []

  subscript(name: String) -> Definition? { definitions[name] }

  // MARK: Runs

  /// Notes what a run has used, changed and defined.
  ///
  /// - Parameter now: the values of names after it.
  mutating func record(_ run: CellRun, now: (String) -> Value?) -> CellTrace {
    var inputs: [String: CellTrace.Input] = [:]
    var changed: Set<String> = []
    var own: Set<String> = []
    var late: Set<String> = []
    for statement in run.statements {
      let names = statement.isFunction ? Names() : reach(of: statement, run)
      for name in names.used.union(names.changed) where !own.contains(name) {
        guard let known = definitions[name], !known.isGone, inputs[name] == nil else { continue }
        inputs[name] = .init(
          version: known.version, changer: known.changer, definer: known.sequence)
      }
      for name in names.changed.subtracting(own) where definitions[name] != nil {
        definitions[name]!.changer = run.sequence
        changed.insert(name)
      }
      let basis = Basis(
        text: run.text(of: statement), inputs: versions(of: names), files: run.files,
        isRepeatable: !statement.hasEffects)
      let body = statement.isFunction ? ownNames(of: statement, run) : Names()
      late.formUnion(body.used.filter { definitions[$0] != nil })
      for (name, _) in statement.defined {
        define(name, basis, body, run, now(name))
        own.insert(name)
      }
      guard case .use = statement.kind else { continue }
      let use = Basis(text: basis.text, inputs: [:], files: run.files, isRepeatable: true)
      for name in run.imported where own.insert(name).inserted {
        define(name, use, Names(), run, now(name))
      }
    }
    if let (number, value) = run.shown {
      let basis = Basis(text: CodeText(""), inputs: [:], files: [], isRepeatable: false)
      define("_\(number)", basis, Names(), run, value)
      own.insert("_\(number)")
    }
    return CellTrace(
      sequence: run.sequence, inputs: inputs, late: late.subtracting(own).sorted(),
      defined: own.sorted(), changed: changed.sorted(),
      files: run.files)
  }

  private mutating func define(
    _ name: String, _ basis: Basis, _ body: Names, _ run: CellRun, _ value: Value?
  ) {
    var version = lastVersion + 1
    if let old = definitions[name], !old.isGone, old.changer == nil,
      !tainted.contains(old.sequence)
    {
      let isEqual = value.flatMap { value in run.before[name].map { $0.isEqual(to: value) } }
      if isEqual == true || basis.isSame(as: old.basis) { version = old.version }
    }
    lastVersion = max(lastVersion, version)
    definitions[name] = Definition(
      version: version, sequence: run.sequence, basis: basis, body: body)
  }

  private func versions(of names: Names) -> [String: Int] {
    var versions: [String: Int] = [:]
    for name in names.used { versions[name] = definitions[name]?.version }
    return versions
  }

  private func ownNames(of statement: CellStatement, _ run: CellRun) -> Names {
    Names(
      used: Set(statement.uses.map { run.key($0.name) }),
      changed: Set(statement.changes.map(\.name)))
  }

  /// What a statement uses and changes by itself and by the functions that it can call.
  private func reach(of statement: CellStatement, _ run: CellRun) -> Names {
    var names = ownNames(of: statement, run)
    var waiting = Array(names.used)
    while let name = waiting.popLast() {
      guard let body = definitions[name]?.body else { continue }
      names.changed.formUnion(body.changed)
      waiting += body.used.subtracting(names.used)
      names.used.formUnion(body.used)
    }
    return names
  }

  // MARK: What leaves the notebook

  /// A run whose cell was run again or taken out: what it changed, or redefined from what it was,
  /// has to be defined again.
  mutating func retract(_ trace: CellTrace) {
    for name in trace.changed {
      guard let known = definitions[name], known.version == trace.inputs[name]?.version else {
        continue
      }
      tainted.insert(known.sequence)
    }
    tainted.formUnion(trace.redefined.map(\.definer))
  }

  /// The names that a run defined last and that no cell defines without it.
  func names(definedBy trace: CellTrace) -> [String] {
    trace.defined.filter { definitions[$0]?.sequence == trace.sequence }
  }

  /// A name that no cell defines any longer: what used it is stale.
  mutating func remove(_ name: String) { definitions[name]?.isGone = true }

  /// A name that was forgotten on purpose: what used it stays as it is.
  mutating func forget(_ name: String) { definitions[name] = nil }
}
