import Diagnostics

/// Runs programs for one session: cells share its names, and nothing else is shared.
///
/// Not safe to use from two threads at once; `interrupt` alone may be raised from elsewhere. Runs
/// best on a thread with a large stack (`DeepStack`): how deep a script may call is what the
/// running thread's stack can bear, up to `Limits.callDepth`.
package final class Interpreter: ScriptRuntime, NounDirectory {
  package let host: any Host
  package var services: any HostServices { host }
  package let interrupt: InterruptFlag
  package let random = RandomStream()
  package let builtins: [String: Builtin]
  package let layouts = CharacterLayouts()
  let nouns: [String: NounSchema]

  /// Names that cells have defined.
  @exclusivity(unchecked) var globals: [String: Binding] = [:]
  /// Variables of names that were removed: functions know them, and a new definition of the name is
  /// theirs again.
  var removed: [String: SharedVariable] = [:]
  /// Declarations that cells have run, for checks of later ones.
  var declarations: [StaticDeclaration] = []
  /// Names of fields that checks of later cells have to know: `ProgramContext.fieldNames`.
  var fieldNames: Set<String> = []
  /// The words of the command line after the script.
  package var arguments: [String] = [] {
    didSet { define("args", .list(arguments.map(Value.string))) }
  }
  /// `_3`: what cells displayed.
  package internal(set) var shown: [Int: Value] = [:]
  /// `_`.
  package internal(set) var lastShown: Value?
  /// How many statements of the cell that ran last came to their end, where it was cut short.
  package internal(set) var finishedStatements = 0
  /// The script's random numbers as those statements left them.
  lazy var finishedDraws = random.state

  /// The value of the body that has just ended with `Flow.give`.
  @exclusivity(unchecked) var result = Value.none
  @exclusivity(unchecked) private var top: Slots
  private let slots: Slots
  private let slotsEnd: Slots
  @exclusivity(unchecked) private var depth = 0
  @exclusivity(unchecked) private var stackLimit: UInt = 0

  /// 24 bytes each and touched only when used.
  private static let slotCapacity = 1 << 21

  package init(host: any Host, interrupt: InterruptFlag = InterruptFlag()) {
    self.host = host
    self.interrupt = interrupt
    var builtins: [String: Builtin] = [:]
    for builtin in CoreFunctions.all + host.builtins { builtins[builtin.name] = builtin }
    self.builtins = builtins
    nouns = Dictionary(host.nouns.map { ($0.name, $0) }) { _, last in last }
    slots = Slots.allocate(capacity: Self.slotCapacity)
    slotsEnd = slots + Self.slotCapacity
    top = slots
  }

  deinit { slots.deallocate() }

  func takeResult() -> Value {
    defer { result = .none }
    return result
  }

  // MARK: Frames

  /// A frame for a call, its slots empty.
  func push(_ code: FunctionCode, _ range: SourceRange) throws -> Slots {
    if interrupt.isRaised { throw ScriptError.interrupted }
    let frame = top
    let next = frame + code.slotCount
    guard depth < Limits.callDepth, next <= slotsEnd, StackGuard.isAbove(stackLimit) else {
      throw ScriptError.fault(
        Diagnostic(
          "calls are nested more than \(depth) deep", at: range,
          hint: "`\(code.name ?? "a function")` calls itself without end?"))
    }
    depth += 1
    frame.initialize(repeating: .none, count: code.slotCount)
    top = next
    return frame
  }

  func pop(_ frame: Slots, _ code: FunctionCode) {
    frame.deinitialize(count: code.slotCount)
    top = frame
    depth -= 1
  }

  /// Runs a function whose arguments are in its frame, and pops the frame.
  func finish(_ function: Closure, _ frame: Slots, _ range: SourceRange) throws -> Value {
    let code = function.code
    defer { pop(frame, code) }
    if !function.captures.isEmpty {
      for (slot, variable) in zip(code.captureSlots, function.captures) {
        frame[slot] = .object(variable)
      }
    }
    if code.hasCapturedParameters {
      for (slot, parameter) in code.parameters.enumerated() where parameter.isCaptured {
        frame[slot] = .object(SharedVariable(frame[slot]))
      }
    }
    do {
      return try code.body.run(frame, self) == .give ? takeResult() : .none
    } catch ScriptError.fault(var diagnostic) {
      diagnostic.append(Diagnostic.Call(function: code.name ?? "(…) =>", range: range))
      throw ScriptError.fault(diagnostic)
    }
  }

  // MARK: Cells

  /// Runs one cell's code and returns the value of its last expression.
  func execute(_ cell: CellCode) throws -> Value {
    let frame = top
    guard frame + cell.slotCount <= slotsEnd else {
      throw ScriptError.fault(Diagnostic("calls are nested too deep"))
    }
    frame.initialize(repeating: .none, count: cell.slotCount)
    top = frame + cell.slotCount
    let outer = stackLimit
    stackLimit = StackGuard.limit()
    defer {
      frame.deinitialize(count: cell.slotCount)
      top = frame
      stackLimit = outer
    }
    return try cell.body.run(frame, self) == .give ? takeResult() : .none
  }
}
