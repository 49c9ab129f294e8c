/// One fault of a script as a person reads it: what, where, and what to do.
package struct Diagnostic: Error, Sendable, Equatable {
  package enum Severity: String, Sendable {
    case error, warning
  }

  /// A second place, or a sentence, that belongs to the fault.
  package struct Note: Sendable, Equatable {
    package let message: String
    package let range: SourceRange?

    package init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  /// One call of a script's function that was open when the fault arose, innermost first.
  package struct Call: Sendable, Equatable {
    package let function: String
    package let range: SourceRange

    package init(function: String, range: SourceRange) {
      self.function = function
      self.range = range
    }
  }

  package var severity: Severity
  package var message: String
  package var range: SourceRange?
  /// What to do, shown beside the caret.
  package var hint: String?
  package var notes: [Note]
  package var trace: [Call]
  /// Calls left out of `trace` because there were too many to show.
  package var traceOmitted: Int

  package init(
    _ message: String, at range: SourceRange? = nil, hint: String? = nil, notes: [Note] = [],
    severity: Severity = .error
  ) {
    self.severity = severity
    self.message = message
    self.range = range
    self.hint = hint
    self.notes = notes
    trace = []
    traceOmitted = 0
  }

  /// The most calls a trace shows.
  package static let longestTrace = 12

  /// Adds the call that led here; past `longestTrace` calls are only counted.
  package mutating func append(_ call: Call) {
    if trace.count < Self.longestTrace { trace.append(call) } else { traceOmitted += 1 }
  }
}

extension Sequence where Element == Diagnostic {
  package var containsErrors: Bool { contains { $0.severity == .error } }
}
