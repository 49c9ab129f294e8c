import Foundation
import Tensors
import XCTest

/// The array functions against NumPy (Fixtures/arrays.py writes the cases).
final class ArraysTests: XCTestCase {
  private struct Case {
    let name: String
    let inputs: [Tensor]
    let arguments: [String: Any]
    let expected: Tensor

    init(_ record: [String: Any]) throws {
      name = try XCTUnwrap(record["name"] as? String)
      inputs = try XCTUnwrap(record["inputs"] as? [[String: Any]]).map(Case.tensor)
      arguments = try XCTUnwrap(record["arguments"] as? [String: Any])
      expected = try Case.tensor(XCTUnwrap(record["expected"] as? [String: Any]))
    }

    private static func tensor(_ record: [String: Any]) throws -> Tensor {
      let shape = try XCTUnwrap(record["shape"] as? [Int])
      let values = try XCTUnwrap(record["values"] as? [Any])
      return Tensor(values.map { ($0 as? NSNumber)?.floatValue ?? .nan }, shape: shape)
    }

    func int(_ key: String) -> Int? { arguments[key] as? Int }
    func double(_ key: String) -> Double { (arguments[key] as? NSNumber)?.doubleValue ?? .nan }
    func ints(_ key: String) -> [Int]? { arguments[key] as? [Int] }

    var indexes: [TensorIndex] {
      (arguments["index"] as? [Any] ?? []).map { entry in
        if let index = entry as? Int { return .at(index) }
        let bounds = (entry as? [Any] ?? []).map { $0 as? Int }
        return .range(bounds[0], bounds[1], step: bounds[2] ?? 1)
      }
    }
  }

  private func result(_ c: Case) throws -> Tensor? {
    let x = c.inputs.first ?? .scalar(0)
    if let operation = BinaryOperation(rawValue: c.name) {
      return try Tensor.apply(operation, x, c.inputs[1])
    }
    if let operation = UnaryOperation(rawValue: c.name) { return try x.apply(operation) }
    if let reduction = Reduction(rawValue: c.name) {
      return try x.reduce(
        reduction, axis: c.int("axis"), keepDims: c.arguments["keepdims"] as? Bool ?? false)
    }
    switch c.name {
    case "clip": return try x.clip(Float(c.double("low")), Float(c.double("high")))
    case "cumsum": return try x.cumsum(axis: c.int("axis"))
    case "softmax": return try x.softmax(axis: c.int("axis") ?? -1)
    case "logsoftmax": return try x.softmax(axis: c.int("axis") ?? -1, logarithm: true)
    case "matmul": return try Tensor.matmul(x, c.inputs[1])
    case "outer": return try Tensor.outer(x, c.inputs[1])
    case "dot": return try Tensor.dot(x, c.inputs[1])
    case "cosine": return try Tensor.cosine(x, c.inputs[1])
    case "permute": return try x.permute(c.ints("axes"))
    case "reshape": return try x.reshape(c.ints("shape") ?? [])
    case "squeeze": return try x.squeeze(axis: c.int("axis"))
    case "unsqueeze": return try x.unsqueeze(axis: c.int("axis") ?? 0)
    case "concat": return try Tensor.concat(c.inputs, axis: c.int("axis") ?? 0)
    case "stack": return try Tensor.stack(c.inputs, axis: c.int("axis") ?? 0)
    case "split":
      return try x.split(c.int("parts") ?? 1, axis: c.int("axis") ?? 0)[c.int("part") ?? 0]
    case "slice": return try x.slice(c.indexes)
    case "take": return try x.take(c.ints("indices") ?? [], axis: c.int("axis") ?? 0)
    case "where": return try Tensor.select(x, c.inputs[1], c.inputs[2])
    case "sort": return try x.sort(axis: c.int("axis") ?? -1)
    case "argsort": return try x.argsort(axis: c.int("axis") ?? -1)
    case "topk": return try x.topk(c.int("k") ?? 1).values
    case "topkindices": return try x.topk(c.int("k") ?? 1).indices
    case "arange":
      return try Tensor.arange(c.double("start"), c.double("stop"), step: c.double("step"))
    case "linspace":
      return try Tensor.linspace(c.double("start"), c.double("stop"), c.int("count") ?? 0)
    case "eye": return try Tensor.eye(c.int("rows") ?? 0, c.int("columns"))
    default: return nil
    }
  }

  func testAsNumPyDoes() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/arrays.json")
    let records = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [[String: Any]])
    XCTAssertGreaterThan(records.count, 200)
    for record in records {
      let c = try Case(record)
      let label = "\(c.name) \(c.inputs.map(\.shape)) \(c.arguments)"
      let found = try XCTUnwrap(try result(c), label)
      XCTAssertEqual(found.shape, c.expected.shape, label)
      guard found.shape == c.expected.shape else { continue }
      XCTAssert(
        try Tensor.allClose(found, c.expected, relative: 2e-6, absolute: 1e-6, nanIsEqual: true),
        "\(label): \(found.values), not \(c.expected.values)")
    }
  }

  private func assertThrows(
    _ error: TensorError, line: UInt = #line, _ body: @autoclosure () throws -> Any
  ) {
    XCTAssertThrowsError(try body(), line: line) {
      XCTAssertEqual($0 as? TensorError, error, line: line)
    }
  }

  func testWrongShapesAreErrorsThatCarryThem() throws {
    let a = Tensor.zeros([2, 3])
    let b = Tensor.zeros([2, 4])
    let empty = Tensor.zeros([0])
    assertThrows(.shapesDiffer(operation: "+", [2, 3], [2, 4]), try Tensor.apply(.add, a, b))
    assertThrows(.shapesDiffer(operation: "@", [2, 3], [2, 4]), try Tensor.matmul(a, b))
    assertThrows(
      .shapesDiffer(operation: "@", [2, 1, 3], [3, 3, 2]),
      try Tensor.matmul(a.reshaped([2, 1, 3]), .zeros([3, 3, 2])))
    assertThrows(.axisOutOfRange(axis: 2, shape: [2, 3]), try a.reduce(.sum, axis: 2))
    assertThrows(.axisOutOfRange(axis: -3, shape: [2, 3]), try a.softmax(axis: -3))
    assertThrows(.empty(operation: "max", shape: [0]), try empty.reduce(.max))
    assertThrows(.cannotReshape(from: [2, 3], to: [4, -1]), try a.reshape([4, -1]))
    assertThrows(.cannotReshape(from: [2, 3], to: [-1, -1]), try a.reshape([-1, -1]))
    assertThrows(.negativeExtent(shape: [-2]), try Tensor.filled(0, [-2]))
    assertThrows(.repeatedAxis(axis: -2, axes: [0, -2]), try a.permute([0, -2]))
    assertThrows(.indexOutOfRange(index: 2, extent: 2, axis: 0), try a.slice([.at(2)]))
    assertThrows(
      .tooManyIndexes(count: 3, shape: [2, 3]), try a.slice([.all, .all, .all]))
    assertThrows(.zeroStep(operation: "slice"), try a.slice([.range(0, 1, step: 0)]))
    assertThrows(
      .countOutOfRange(operation: "topk", count: 4, allowed: 0...3), try a.topk(4).values)
    assertThrows(.cannotSplit(extent: 3, parts: 2), try a.split(2, axis: 1))
    assertThrows(.nothingToJoin(operation: "concat"), try Tensor.concat([]))
    assertThrows(.shapesDiffer(operation: "concat", [2, 3], [2, 4]), try Tensor.concat([a, b]))
    XCTAssertEqual(try Tensor.concat([a, b], axis: 1).shape, [2, 7])
  }

  func testHugeRequestsAreErrors() {
    assertThrows(.tooLarge(shape: [1 << 40]), try Tensor.filled(0, [1 << 40]))
    assertThrows(.tooLarge(shape: [Int.max, 4]), try Tensor.filled(0, [Int.max, 4]))
    assertThrows(.tooLarge(shape: [Int.max]), try Tensor.arange(0, 1e300))
    assertThrows(
      .notANumber(operation: "arange", value: .infinity), try Tensor.arange(0, .infinity))
    let column = Tensor.zeros([1 << 17, 1])
    let row = Tensor.zeros([1 << 17])
    assertThrows(.tooLarge(shape: [1 << 17, 1 << 17]), try Tensor.apply(.add, column, row))
    assertThrows(.tooLarge(shape: [1 << 17, 1 << 17]), try Tensor.outer(row, row))
    XCTAssertEqual(try Tensor.filled(0, [0, 1 << 50]).count, 0)
    XCTAssertEqual(try Tensor.zeros([3]).slice([.range(0, 3, step: Int.max)]).values, [0])
    XCTAssertEqual(try Tensor.zeros([3]).slice([.range(Int.min, Int.max)]).count, 3)
  }

  func testSummaryLeavesOutNaN() {
    let summary = Tensor([1, .nan, 3, -.infinity, 5], shape: [5]).summary
    XCTAssertEqual(summary.mean, 3)
    XCTAssertEqual(summary.std, (8.0 / 3).squareRoot(), accuracy: 1e-12)
    XCTAssertEqual([summary.min, summary.max], [-.infinity, 5])
    XCTAssertEqual([summary.count, summary.nanCount, summary.infiniteCount], [5, 1, 1])
    XCTAssert(Tensor([], shape: [0]).summary.mean.isNaN)
  }
}
