import Diagnostics

/// `try`, as a statement (`run`) and as a value.
final class AttemptNode: Node {
  private let body: Node
  private let error: TargetNode
  private let handler: Node

  init(_ body: Node, error: TargetNode, _ handler: Node, _ range: SourceRange) {
    self.body = body
    self.error = error
    self.handler = handler
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    let diagnostic: Diagnostic
    do {
      return try body.run(slots, interpreter)
    } catch {
      // An engine may fail because it was interrupted; neither that nor an exit is an error.
      guard !interpreter.interrupt.isRaised,
        case .fault(let fault) = interpreter.placed(error, range, { _ in nil })
      else { throw error }
      diagnostic = fault
    }
    error.set(.record(Record(diagnostic)), slots)
    return try handler.run(slots, interpreter)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    try run(slots, interpreter) == .give ? interpreter.takeResult() : .none
  }
}

extension Record {
  /// A caught error as a script sees it.
  fileprivate init(_ diagnostic: Diagnostic) {
    let range = diagnostic.range
    self.init([
      ("message", .string(diagnostic.message)),
      ("hint", diagnostic.hint.map(Value.string) ?? .none),
      ("file", range.map { .string($0.file.name) } ?? .none),
      ("line", range.map { .number(Double($0.place.line)) } ?? .none),
    ])
  }
}
