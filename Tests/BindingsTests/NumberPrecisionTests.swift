import Bindings
import Diagnostics
import Script
import XCTest

/// No function takes numbers or lists of numbers through f32.
final class NumberPrecisionTests: XCTestCase {
  private static let excepted: Set<String> = [
    "tensor", "zeros", "ones", "full", "eye", "arange", "linspace", "rand", "randn",
    // Of few digits by its purpose.
    "round",
  ]
  /// Families whose functions work on values alone.
  private static let families: Set<String> = [
    "types", "numbers", "statistics", "arrays", "texts", "lists", "records", "tensors", "random",
  ]

  /// Not f32, nor is anything that is computed from them but by chance.
  private static let whole = [
    12_345_678_901_237.0, 98_765_432_109_877, 31_415_926_535_897, 27_182_818_284_591,
  ]
  private static let fractions = [
    0.123456789012345, 0.987654321098765, 0.555555555512345, 0.314159265358979,
  ]

  private func arguments(_ numbers: [Double]) -> [Value] {
    let list = Value.list(numbers.map { .number($0) })
    let matrix = Value.list([
      .list(numbers[..<2].map { .number($0) }), .list(numbers[2...].map { .number($0) }),
    ])
    return [.number(numbers[0]), list, matrix, .bool(true), .string("key")]
  }

  private func numbers(in value: Value) -> [Double] {
    switch value {
    case .number(let number): [number]
    case .list(let items): items.flatMap(numbers)
    case .record(let record): record.values.flatMap(numbers)
    default: []
    }
  }

  /// A whole number beyond 2^24 or a fraction that an f32, or its shortest text, could hold.
  private func isSingle(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    if number.rounded() == number { return abs(number) > 0x1p24 && Double(Float(number)) == number }
    return number.description.prefix { $0 != "e" }.filter(\.isNumber).count < 11
  }

  func testEveryFunctionComputesInDoubles() throws {
    var called: Set<String> = []
    DeepStack.run {
      let host = EngineHost(
        .init(
          write: { _ in }, warn: { _ in }, display: { _ in }, observer: SilentObserver(),
          hub: BindingsRunner.noHub, interrupt: InterruptFlag(), storeFolder: nil))
      let interpreter = Interpreter(host: host)
      let range = SourceRange(SourceFile(name: "test", text: ""), 0, 0)
      let functions = (CoreFunctions.families + host.functionFamilies)
        .filter { Self.families.contains($0.name) }.flatMap(\.functions)
        .filter { !Self.excepted.contains($0.name) }
      for function in functions {
        for numbers in [Self.whole, Self.fractions] {
          let first = self.arguments(numbers)
          let second = first + [.number(1), .number(0), .list([.number(0), .number(1)])]
          let third = [.number(numbers[1]), .number(1)] + Array(first[1...2])
          let calls =
            first.map { [$0] } + first.flatMap { a in second.map { [a, $0] } }
            + first.flatMap { a in second.flatMap { b in third.map { [a, b, $0] } } }
          for values in calls {
            guard let result = try? interpreter.call(.builtin(function), values, at: range) else {
              continue
            }
            called.insert(function.name)
            if case .object(let object) = result, object.typeName == "tensor" {
              XCTFail("\(function.name)(\(values.map(\.source))) is a tensor")
            }
            for number in self.numbers(in: result) where self.isSingle(number) {
              XCTFail("\(function.name)(\(values.map(\.source))) gives \(number)")
            }
          }
        }
      }
    }
    XCTAssertGreaterThan(called.count, 60, "\(called.sorted())")
  }
}
