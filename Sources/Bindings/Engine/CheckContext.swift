import Foundation
import Script

/// What the check of a declaration before running has to work with: the declarations before it, and what
/// became of them.
struct CheckContext {
  /// What the check of a declaration came to.
  enum Outcome {
    /// Without a fault; what the noun's check returned.
    case checked(Any?)
    /// It has a fault of its own, for which its users aren't blamed.
    case faulty
    /// It waits for a file that the program writes itself, or for what only running can know.
    case unknown(isWaiting: Bool)
  }

  /// A declaration names one with a fault, which has been reported.
  struct ReportedElsewhere: Error {}

  let engine: Engine
  /// The fields that were read and that only running can know.
  let unknown: KnownFields.Unknown
  private let rowNotes: RowNotes.Table
  private let declarations: [StaticDeclaration]
  private let outcomes: [Int: Outcome]

  init(
    _ engine: Engine, _ declarations: [StaticDeclaration], _ outcomes: [Int: Outcome],
    _ rowNotes: RowNotes.Table
  ) {
    self.engine = engine
    self.declarations = declarations
    self.outcomes = outcomes
    self.rowNotes = rowNotes
    unknown = KnownFields.Unknown()
  }

  /// What the checks of earlier runs on the same model and data have found of their rows.
  func rowNotes(of run: StaticDeclaration) -> RowNotes {
    rowNotes[run.explicit("model")?.reference, run.explicit("data")?.reference]
  }

  func fields(of declaration: StaticDeclaration) -> KnownFields {
    KnownFields(declaration, noting: unknown)
  }

  /// The declaration that a field names; nil where it names none that is known before running.
  func declaration(
    in field: String, of declaration: StaticDeclaration
  ) -> StaticDeclaration? {
    declaration.explicit(field)?.reference.map { declarations[$0] }
  }

  /// Those that the program makes earlier.
  func declarations(before declaration: StaticDeclaration) -> some Sequence<StaticDeclaration> {
    declarations.prefix { $0.range != declaration.range }
  }

  /// What the check of the declaration that a field names returned; nil where that isn't known.
  func checked<Checked>(
    _ type: Checked.Type, in field: String, of declaration: StaticDeclaration
  ) -> Checked? {
    guard let index = declaration.explicit(field)?.reference,
      case .checked(let value)? = outcomes[index]
    else { return nil }
    return value as? Checked
  }

  /// Throws where a declaration that one of the fields names can't be used.
  func checkReferences(_ fields: [String], of declaration: StaticDeclaration) throws {
    for field in fields {
      guard let index = declaration.explicit(field)?.reference else { continue }
      switch outcomes[index] {
      case .faulty: throw ReportedElsewhere()
      case .unknown(isWaiting: true): throw NotYetKnown()
      case .unknown, .checked, nil: break
      }
    }
  }

  /// The file that a path in the declaration means.
  func url(_ path: String, in declaration: StaticDeclaration) -> URL {
    engine.url(path, usedIn: declaration.range.file)
  }
}
