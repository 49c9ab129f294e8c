import Diagnostics
import Script
import Syntax

/// A host with small nouns, a vector and files in memory.
final class TestHost: Host {
  var output = ""
  var errors = ""
  var files: [String: String] = [
    "constants.pts": "let rate = 0.5\nfn twice(x) { x * 2 }\nhyper shared { lr: 0.1 }\n",
    "rates.pts": "let rate = 1\nfn twice(x) { x }\nlet other = 2\n",
    "circle.pts": "use \"square.pts\"\n",
    "square.pts": "use \"circle.pts\"\n",
    "broken.pts": "let = 3\n",
    "counter.pts": "print(\"once\")\nvar total = 0\nfn add(n) { total += n; total }\n",
    "left.pts": "use \"counter.pts\"\nlet left = add(1)\n",
    "right.pts": "use \"counter.pts\"\nlet right = add(1)\n",
  ]

  let nouns: [NounSchema] = [
    NounSchema(
      "hyper", doc: "How a run steps.", example: "hyper base { lr: 0.3, steps: 10 }",
      aliases: ["hyperparameters", "settings"],
      fields: [
        FieldSchema(
          "optimizer", .choice(["adamw", "adafactor", "sgd"]), default: "adamw", sweepable: true,
          doc: "The rule of a step.", example: "\"adamw\""),
        FieldSchema(
          "lr", .numberIn(.above(0)), default: 0.3, sweepable: true, doc: "The step's size.",
          example: "0.3", aliases: ["learning_rate", "rate"]),
        FieldSchema(
          "steps", .integerIn(.from(1)), default: 100, sweepable: true, doc: "How many.",
          example: "100"),
        FieldSchema(
          "betas", .list(.numberIn(.between(0, 1))), default: [0.9, 0.999], doc: "Decay.",
          example: "[0.9, 0.999]"),
        FieldSchema(
          "clip", ValueType.numberIn(.above(0)).or(.none), default: Literal.none, doc: "A norm.",
          example: "1"),
      ]),
    NounSchema(
      "prompt", doc: "Words and vectors.", example: "prompt p { soft: 8 }",
      fields: [
        FieldSchema(
          "soft", .integerIn(.from(0)), default: 0, sweepable: true, doc: "Soft tokens.",
          example: "8", aliases: ["token", "tokens"]),
        FieldSchema("template", .string, doc: "The words.", example: "\"{text}\""),
        FieldSchema(
          "answers", .record(.string), doc: "A label's words.", example: "{pos: \"good\"}"),
      ]),
    NounSchema(
      "run", doc: "A training run.", example: "prompt p { soft: 1 }\nrun r { prompt: p }",
      fields: [
        FieldSchema(
          "prompt", .noun("prompt"), required: true, doc: "What is tuned.", example: "p"),
        FieldSchema("hyper", .noun("hyper"), doc: "How.", example: "h"),
        FieldSchema(
          "lr", .numberIn(.above(0)), sweepable: true, doc: "The step's size.", example: "0.1"),
      ]),
  ]

  var memberFamilies: [MemberFamily] = []

  let functionFamilies = [FunctionFamily("vectors", "Vectors", functions)]

  private static let functions: [Builtin] = [
    Builtin(
      "vector", [Parameter("values", .list(.number))], doc: "A vector.",
      example: "vector([1, 2])"
    ) { call in
      .object(
        Vector(
          try call.list(0).map {
            if case .number(let number) = $0 { return number }
            return 0
          }))
    },
    Builtin("chart", doc: "Something to look at.", example: "chart()") { _ in .object(Chart()) },
    Builtin("boom", doc: "Fails.", example: "1") { _ in throw TestError.boom },
  ]

  func declare(_ declaration: Declaration, _ context: Context) throws -> Value {
    if let clip = declaration.explicit("clip"), case .number(13) = clip.value {
      throw Fault("13 brings bad luck", hint: "write 12", at: .field("clip"))
    }
    return .object(Declared(declaration))
  }

  func check(_ declarations: [StaticDeclaration], firstNew: Int) -> [Diagnostic] {
    declarations[firstNew...].compactMap { declaration in
      guard case .string(let text)? = declaration.constant("template"), text.isEmpty,
        let field = declaration.explicit("template")
      else { return nil }
      return Diagnostic("the template is empty", at: field.valueRange)
    }
  }

  func fault(for error: any Error) -> Fault? {
    error is TestError ? Fault("the engine went boom", hint: "try again") : nil
  }

  func source(_ path: String, usedIn file: SourceFile) throws -> SourceFile {
    guard let text = files[path] else { throw Fault("there is no file `\(path)`") }
    return SourceFile(name: path, path: "/" + path, text: text)
  }

  func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8] {
    guard let text = files[path] else { throw Fault("there is no file `\(path)`") }
    return Array(text.utf8)
  }

  func writeText(
    _ text: String, to path: String, usedIn file: SourceFile, _ options: WriteOptions
  ) throws {
    files[path] = options.appends ? files[path, default: ""] + text : text
  }

  func exists(_ path: String, usedIn file: SourceFile) -> Bool { files[path] != nil }

  func listFiles(_ pattern: String, usedIn file: SourceFile) -> [String] { files.keys.sorted() }

  func environmentVariable(_ name: String) -> String? { name == "HOME" ? "/home/ada" : nil }

  var lines: [String] = ["7"]
  func readLine(prompt: String) -> String? { lines.isEmpty ? nil : lines.removeFirst() }

  func write(_ text: String) { output += text }
  func warn(_ text: String) { errors += text }
  func display(_ value: Value) { output += "shown: \(value.source)\n" }
  func clearOutput(waits: Bool) { output += waits ? "cleared later\n" : "cleared\n" }
  var now: Double { 1000 }
  var localTime: String { "1970-01-01T00:16:40+00:00" }
  func sleep(_ seconds: Double) {}
}

enum TestError: Error { case boom }

final class Declared: DeclaredObject {
  let declaration: Declaration
  init(_ declaration: Declaration) { self.declaration = declaration }

  var typeName: String { declaration.noun.name }
  var memberNames: [String] { declaration.noun.fields.map(\.name) }
  func member(_ name: String) throws -> Value? {
    declaration.noun.field(name) == nil ? nil : declaration[name]
  }
  var text: String { "<\(typeName) \(declaration.name)>" }
}

/// Numbers that add up item by item.
final class Vector: HostObject {
  let numbers: [Double]
  init(_ numbers: [Double]) { self.numbers = numbers }

  static let methods: [String: Builtin] = [
    "sum": Builtin("sum", doc: "The sum.", example: "vector([1, 2]).sum()") { call in
      guard case .object(let object) = call.receiver, let vector = object as? Vector else {
        return .none
      }
      return .number(vector.numbers.reduce(0, +))
    }
  ]

  var typeName: String { "vector" }
  var memberNames: [String] { ["size", "sum"] }
  func member(_ name: String) throws -> Value? {
    name == "size" ? .number(Double(numbers.count)) : nil
  }
  func method(_ name: String) -> Builtin? { Self.methods[name] }
  var count: Int? { numbers.count }
  func element(_ index: Int) throws -> Value { .number(numbers[index]) }
  var text: String { "vector" + Value.list(numbers.map(Value.number)).text }

  func binary(_ op: BinaryOperator, _ other: Value, isRight: Bool) throws -> Value? {
    guard op == .add else { return nil }
    switch other {
    case .number(let number): return .object(Vector(numbers.map { $0 + number }))
    case .object(let object):
      guard let other = object as? Vector else { return nil }
      guard other.numbers.count == numbers.count else {
        throw Fault("vectors of \(numbers.count) and \(other.numbers.count) don't add up")
      }
      return .object(Vector(zip(numbers, other.numbers).map(+)))
    default: return nil
    }
  }

  func index(_ items: [IndexItem]) throws -> Value? {
    switch items.first {
    case .position(let place) where numbers.indices.contains(place): return .number(numbers[place])
    case .slice(let lower, let upper, _):
      return .object(Vector(Array(numbers[(lower ?? 0)..<(upper ?? numbers.count)])))
    default: throw Fault("no such index in a vector of \(numbers.count)")
    }
  }

  func settingIndex(_ items: [IndexItem], to value: Value) throws -> Value? {
    guard case .position(let place)? = items.first, case .number(let number) = value else {
      return nil
    }
    var changed = numbers
    changed[place] = number
    return .object(Vector(changed))
  }

  func isEqual(to other: any HostObject) -> Bool { (other as? Vector)?.numbers == numbers }

  func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(.list(numbers.map(Value.number)), to: &output)
    return true
  }
}

/// What a statement displays that only makes it.
final class Chart: HostObject {
  var typeName: String { "chart" }
  var isDisplayedWhenDiscarded: Bool { true }
}
