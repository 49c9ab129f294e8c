import Diagnostics
import Script
import Syntax

/// What a document's names mean, found by the language's own resolver; data and models aren't looked at.
struct Analysis {
  let document: Document
  let program: Program
  let occurrences: [NameOccurrence]

  init(_ document: Document, _ host: ResolvingHost) {
    self.document = document
    let interpreter = Interpreter(host: host)
    interpreter.arguments = []
    program = interpreter.prepare(document.file)
    occurrences = program.occurrences
  }

  /// The name of the program's that a UTF-8 offset is in or at the end of.
  func occurrence(at offset: Int) -> NameOccurrence? {
    occurrences.first { occurrence in
      occurrence.range.file === document.file && occurrence.range.lower <= offset
        && offset <= occurrence.range.upper
    }
  }

  /// Every occurrence of what is introduced at a place.
  func occurrences(of definition: SourceRange) -> [NameOccurrence] {
    occurrences.filter { $0.definition.isSamePlace(as: definition) }
  }
}

extension SourceRange {
  /// Whether both are one place of one file, which may have been read twice.
  func isSamePlace(as other: SourceRange) -> Bool {
    lower == other.lower && upper == other.upper
      && (file === other.file || (file.path != nil && file.path == other.file.path))
  }
}
