extension Call {
  /// Everything `for … in` would find in an argument.
  func elements(_ index: Int) throws -> [Value] {
    var elements = try context.elements(of: arguments[index])
    return try elements.all()
  }

  /// Everything `for … in` would find in the receiver.
  func receiverElements() throws -> [Value] {
    var elements = try context.elements(of: receiver)
    return try elements.all()
  }

  /// The string that the method belongs to.
  var receiverText: String {
    if case .string(let text) = receiver { return text }
    return receiver.text
  }

  /// The record that the method belongs to.
  var receiverRecord: Record {
    if case .record(let record) = receiver { return record }
    return Record()
  }

  /// The list and the function of `map`, `filter` and their like; the wrong order, which other
  /// languages have, is told from other slips.
  func listAndFunction() throws -> (items: [Value], function: Value) {
    if arguments[0].isCallable {
      throw Fault(
        "`\(builtin.name)` takes the list first", hint: "write `\(builtin.name)(list, x => …)`",
        at: .argument(0))
    }
    guard arguments[1].isCallable else {
      throw Fault(
        "`\(builtin.parameters[1].name)` of `\(builtin.name)` takes a function, not "
          + arguments[1].brief,
        hint: "write `x => …`", at: .argument(1))
    }
    return (try elements(0), arguments[1])
  }

  /// What a test of the script answers.
  func truth(_ function: Value, _ value: Value) throws -> Bool {
    let answer = try context.call(function, [value])
    guard case .bool(let flag) = answer else {
      throw Fault("the test of `\(builtin.name)` gave \(answer.brief), not true or false")
    }
    return flag
  }
}
