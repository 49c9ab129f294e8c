import Diagnostics

/// A variable: where assignments and changes in place go.
struct RootNode {
  enum Place {
    case local(Int)
    case captured(Int)
    case global(SharedVariable)
  }

  let name: String
  let place: Place
  /// What to do instead of changing it; nil for a `var`.
  let hint: String?
  let range: SourceRange

  func read(_ slots: Slots) -> Value {
    switch place {
    case .local(let slot): slots[slot]
    case .captured(let slot): SharedVariable.held(in: slots[slot]).value
    case .global(let variable): variable.value
    }
  }

  /// Changes the value in place, so that a list in it needn't be copied.
  @inline(__always)
  func change<Result>(_ slots: Slots, _ body: (inout Value) throws -> Result) throws -> Result {
    switch place {
    case .local(let slot): return try body(&slots[slot])
    case .captured(let slot): return try body(&SharedVariable.held(in: slots[slot]).value)
    case .global(let variable):
      guard variable.isDefined else {
        throw ScriptError.fault(Diagnostic("`\(name)` has no value yet", at: range))
      }
      return try body(&variable.value)
    }
  }
}

/// `.name` or `[…]` on the way from a variable to a value inside it.
enum StepNode {
  case member(String, SourceRange)
  case index([IndexNode], SourceRange)

  func step(_ slots: Slots, _ interpreter: Interpreter) throws -> PathStep {
    switch self {
    case .member(let name, let range): return .member(name, range)
    case .index(let items, let range):
      return .index(try items.map { try $0.item(slots, interpreter) }, range)
    }
  }
}

/// A step whose index is known.
enum PathStep {
  case member(String, SourceRange)
  case index([IndexItem], SourceRange)
}

extension Interpreter {
  /// Walks into `value` and changes what is at the end of `steps`.
  ///
  /// On the way each list is taken out of its variable and put back, so that it has one owner and
  /// is changed rather than copied.
  func change<Result>(
    _ value: inout Value, _ steps: ArraySlice<PathStep>, isAssignment: Bool,
    _ body: (inout Value) throws -> Result
  ) throws -> Result {
    guard let step = steps.first else { return try body(&value) }
    let rest = steps.dropFirst()
    switch step {
    case .index(let index, let range):
      if var items = value.takeList() {
        defer { value = .list(items) }
        guard index.count == 1, case .position(let position) = index[0] else {
          throw ScriptError.fault(
            Diagnostic("only one item of a list can be set at a time", at: range))
        }
        let place = try located(range) { try Indexing.offset(position, items.count, .none) }
        return try change(&items[place], rest, isAssignment: isAssignment, body)
      }
      if case .object(let object) = value {
        return try change(object, &value, index, range, rest, isAssignment, body)
      }
      if case .record = value {
        guard index.count == 1, case .name(let name) = index[0] else {
          throw ScriptError.fault(
            Diagnostic("a record's index is a name: `r[\"name\"]`", at: range))
        }
        return try changeField(&value, name, range, rest, isAssignment, body)
      }
      throw ScriptError.fault(Diagnostic("an item of \(value.brief) can't be set", at: range))
    case .member(let name, let range):
      guard case .record = value else {
        throw ScriptError.fault(
          Diagnostic(
            "`\(name)` of \(value.brief) can't be set", at: range,
            hint: "only records and lists are changed in place"))
      }
      return try changeField(&value, name, range, rest, isAssignment, body)
    }
  }

  private func change<Result>(
    _ object: any HostObject, _ value: inout Value, _ index: [IndexItem], _ range: SourceRange,
    _ rest: ArraySlice<PathStep>, _ isAssignment: Bool, _ body: (inout Value) throws -> Result
  ) throws -> Result {
    var item = Value.none
    if !rest.isEmpty || !isAssignment {
      item = try located(range) { try Indexing.value(.object(object), index) }
    }
    let result = try change(&item, rest, isAssignment: isAssignment, body)
    value = try located(range) {
      guard let changed = try object.settingIndex(index, to: item) else {
        throw Fault("an item of \(Value.object(object).brief) can't be set")
      }
      return changed
    }
    return result
  }

  private func changeField<Result>(
    _ value: inout Value, _ name: String, _ range: SourceRange, _ rest: ArraySlice<PathStep>,
    _ isAssignment: Bool, _ body: (inout Value) throws -> Result
  ) throws -> Result {
    var record = value.takeRecord()
    defer { value = .record(record) }
    if record.index(of: name) == nil {
      guard rest.isEmpty, isAssignment else {
        throw ScriptError.fault(placed(record.missing(name), range))
      }
      record[name] = Value.none
    }
    return try record.update(at: record.index(of: name)!) {
      try change(&$0, rest, isAssignment: isAssignment, body)
    }
  }
}

extension Value {
  /// Moves a list out, so that the caller is its only owner.
  mutating func takeList() -> [Value]? {
    guard case .list(let items) = self else { return nil }
    self = .none
    return items
  }

  /// Moves a record out.
  mutating func takeRecord() -> Record {
    guard case .record(let record) = self else { return Record() }
    self = .none
    return record
  }
}
