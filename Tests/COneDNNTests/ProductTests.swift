import CKernels
import COneDNN
import Foundation
import Synchronization
import XCTest

/// The products of whichever oneDNN is there, against sums in double.
final class ProductTests: XCTestCase {
  override static func setUp() {
    let version = onednn_version()
    print("oneDNN \(version / 10000).\(version / 100 % 100).\(version % 100)")
  }

  func testFloatProductsOfEveryFormAndShape() throws {
    var random = SystemRandomNumberGenerator()
    for form in Form.allCases {
      for shape in Shape.all {
        let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: form.transposesA, &random)
        let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
        var c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
        let expected = c.adding(form.adds ? 1 : 0, a, b)
        let status = onTwoThreads {
          onednn_gemm(
            form.transposesA, form.transposesB, Int64(shape.m), Int64(shape.n), Int64(shape.k), 1,
            a.values, Int64(a.stride), b.values, Int64(b.stride), form.adds ? 1 : 0, &c.values,
            Int64(c.stride))
        }
        XCTAssertEqual(status, 0, "\(form) \(shape)")
        try check(c.values, expected, tolerance: 1e-5 * Double(shape.k), "\(form) \(shape)")
      }
    }
  }

  func testBfloatProductsOfEveryFormAndShape() throws {
    try skipWithoutBfloats()
    for form in Form.allCases {
      for shape in Shape.all { try multiplyBfloats(form, shape) }
    }
  }

  func testThreadsShareBfloatProducts() throws {
    try skipWithoutBfloats()
    let fault = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      do {
        for form in Form.allCases.dropFirst(worker) + Form.allCases.prefix(worker) {
          try multiplyBfloats(form, Shape(m: 33 + worker, n: 70, k: 130))
        }
      } catch { fault.withLock { $0 = error } }
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  /// The kernel for few rows as well, in one stretch and in two.
  func testFewRowsOfBfloats() throws {
    try XCTSkipUnless(kernel_has_bf16() != 0, "no bf16 here")
    var random = SystemRandomNumberGenerator()
    let shapes =
      Shape.all
      + [1, 4, 6, 7, 12, 20].flatMap { m in
        [4, 7, 31, 64, 130].flatMap { n in [33, 257].map { k in Shape(m: m, n: n, k: k) } }
      }
    for form in Form.allCases where !form.transposesA {
      for shape in shapes {
        let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: false, &random)
        let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
        let c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
        let expected = c.adding(form.adds ? 1 : 0, a, b)
        let (left, right) = (a.values.map(bfloat), b.values.map(bfloat))
        var results: [[Float]] = []
        for cut in [0, shape.n / 2] {
          var values = c.values
          right.withUnsafeBufferPointer { right in
            values.withUnsafeMutableBufferPointer { values in
              for part in [0..<cut, cut..<shape.n] where !part.isEmpty {
                kernel_few_rows(
                  left, a.stride,
                  right.baseAddress! + part.lowerBound * (form.transposesB ? b.stride : 1),
                  b.stride, form.transposesB ? 1 : 0, values.baseAddress! + part.lowerBound,
                  c.stride, shape.m, part.count, shape.k, form.adds ? 1 : 0)
              }
            }
          }
          results.append(values)
        }
        try check(results[0], expected, tolerance: 1e-5 * Double(shape.k), "\(form) \(shape)")
        XCTAssertEqual(results[0], results[1], "\(form) \(shape)")
      }
    }
  }

  /// Our own kernels for frozen matrices, in one stretch of columns and in two: whole panels, rests
  /// of blocks, panels and steps, and several panels along k, uneven ones as well.
  func testFrozenMatrices() throws {
    try XCTSkipUnless(kernel_has_avx512() != 0, "no AVX-512 here")
    var random = SystemRandomNumberGenerator()
    let shapes =
      Shape.all
      + [3, 17, 129, 200].flatMap { m in
        [33, 96].flatMap { n in [3, 129, 256].map { k in Shape(m: m, n: n, k: k) } }
      } + [385, 800, 1633].map { k in Shape(m: 40, n: 71, k: k) }
    for form in Form.allCases where !form.transposesA {
      for shape in shapes {
        let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: false, &random)
        let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
        let c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
        let expected = c.adding(form.adds ? 1 : 0, a, b)
        for inBF16 in [false, true] where !inBF16 || kernel_has_bf16() != 0 {
          let name = "\(form) \(shape) \(inBF16 ? "bf16" : "f32")"
          let whole = frozenProduct(form, shape, a, b, c, inBF16: inBF16, cut: 0)
          try check(whole, expected, tolerance: 1e-5 * Double(shape.k), name)
          let cut = frozenProduct(form, shape, a, b, c, inBF16: inBF16, cut: shape.n / 2)
          XCTAssertEqual(whole, cut, name)
        }
      }
    }
  }

  private func skipWithoutBfloats() throws {
    let one: [UInt16] = [0x3F80]
    var c: [Float] = [0]
    let status = onTwoThreads {
      onednn_gemm_bf16(false, false, 1, 1, 1, one, 1, one, 1, false, &c, 1)
    }
    let unimplemented: Int32 = 3
    if status == unimplemented, !onednn_has_bf16() { throw XCTSkip("no AVX-512 here") }
  }
}

private enum Fault: Error {
  case refused(status: Int32, String)
  case differs(String, place: Int, value: Float, expected: Double)
}

/// Both types of the result.
private func multiplyBfloats(_ form: Form, _ shape: Shape) throws {
  var random = SystemRandomNumberGenerator()
  let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: form.transposesA, &random)
  let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
  var c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
  let expected = c.adding(form.adds ? 1 : 0, a, b)
  let (left, right) = (a.values.map(bfloat), b.values.map(bfloat))
  var rounded = c.values.map(bfloat)
  let (m, n, k) = (Int64(shape.m), Int64(shape.n), Int64(shape.k))
  let status = onTwoThreads {
    onednn_gemm_bf16(
      form.transposesA, form.transposesB, m, n, k, left, Int64(a.stride), right,
      Int64(b.stride), form.adds, &c.values, Int64(c.stride))
  }
  guard status == 0 else { throw Fault.refused(status: status, "\(form) \(shape)") }
  try check(c.values, expected, tolerance: 1e-5 * Double(shape.k), "\(form) \(shape)")

  let roundedStatus = onTwoThreads {
    onednn_gemm_bf16_rounded(
      form.transposesA, form.transposesB, m, n, k, left, Int64(a.stride), right,
      Int64(b.stride), form.adds, &rounded, Int64(c.stride))
  }
  guard roundedStatus == 0 else { throw Fault.refused(status: roundedStatus, "\(form) \(shape)") }
  // bf16 keeps eight bits.
  let scale = expected.map(abs).max() ?? 0
  try check(
    rounded.map { Float(bitPattern: UInt32($0) << 16) }, expected,
    tolerance: scale / 256 + 1e-5 * Double(shape.k), "rounded \(form) \(shape)")
}

/// Columns before the cut and behind it by themselves, rows packed in two stretches.
private func frozenProduct(
  _ form: Form, _ shape: Shape, _ a: Matrix, _ b: Matrix, _ c: Matrix, inBF16: Bool, cut: Int
) -> [Float] {
  let (m, k) = (shape.m, shape.k)
  let blocks = (m + 7) / 8
  let words = inBF16 ? kernel_frozen_room16(m, k) : kernel_frozen_room(m, k)
  var packed = [UInt32](repeating: .max, count: words)
  for stretch in [0..<blocks / 2, blocks / 2..<blocks] {
    (inBF16 ? kernel_pack_frozen16 : kernel_pack_frozen)(
      a.values, a.stride, &packed, m, k, stretch.lowerBound, stretch.upperBound)
  }
  let halves = b.values.map(bfloat)
  var values = c.values
  for part in [0..<cut, cut..<shape.n] where !part.isEmpty {
    let start = part.lowerBound * (form.transposesB ? b.stride : 1)
    values.withUnsafeMutableBufferPointer { values in
      let out = values.baseAddress! + part.lowerBound
      if inBF16 {
        halves.withUnsafeBufferPointer {
          kernel_multiply_frozen16(
            packed, $0.baseAddress! + start, b.stride, form.transposesB ? 1 : 0, out, c.stride, m,
            part.count, k, form.adds ? 1 : 0)
        }
      } else {
        b.values.withUnsafeBufferPointer {
          kernel_multiply_frozen(
            packed, $0.baseAddress! + start, b.stride, form.transposesB ? 1 : 0, out, c.stride, m,
            part.count, k, form.adds ? 1 : 0)
        }
      }
    }
  }
  return values
}

private func check(
  _ values: [Float], _ expected: [Double], tolerance: Double, _ what: @autoclosure () -> String
) throws {
  for (place, (value, wanted)) in zip(values, expected).enumerated()
  where !(abs(Double(value) - wanted) <= tolerance) {
    throw Fault.differs(what(), place: place, value: value, expected: wanted)
  }
}

/// What is asked of a product besides its shape.
private struct Form: CaseIterable {
  let transposesA, transposesB, adds: Bool
  static var allCases: [Form] {
    (0..<8).map { Form(transposesA: $0 & 1 > 0, transposesB: $0 & 2 > 0, adds: $0 & 4 > 0) }
  }
}

private struct Shape {
  let m, n, k: Int
  /// Single rows and columns, whose strides say little, odd rests of blocks, and one of many
  /// blocks.
  static let all: [Shape] =
    [1, 2, 17, 33].flatMap { m in
      [1, 3, 16, 65].flatMap { n in [1, 2, 5, 64].map { k in Shape(m: m, n: n, k: k) } }
    } + [Shape(m: 130, n: 200, k: 300)]
}

/// Values that bf16 holds exactly, rows further apart than they are long.
private struct Matrix {
  let rows, columns, stride: Int
  let isTransposed: Bool
  var values: [Float]

  init(
    rows: Int, columns: Int, isTransposed: Bool, _ random: inout some RandomNumberGenerator
  ) {
    (self.rows, self.columns, self.isTransposed) = (rows, columns, isTransposed)
    stride = (isTransposed ? rows : columns) + 3
    values = (0..<(isTransposed ? columns : rows) * stride).map { _ in
      Float(Int.random(in: -128...128, using: &random)) / 128
    }
  }

  subscript(row: Int, column: Int) -> Float {
    isTransposed ? values[column * stride + row] : values[row * stride + column]
  }

  /// The buffer of keep · self + a · b; what lies between the rows stays.
  func adding(_ keep: Double, _ a: Matrix, _ b: Matrix) -> [Double] {
    var result = values.map(Double.init)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = keep * Double(self[row, column])
        for step in 0..<a.columns { sum += Double(a[row, step]) * Double(b[step, column]) }
        result[row * stride + column] = sum
      }
    }
    return result
  }
}

/// Exact for the values of a `Matrix`.
private func bfloat(_ value: Float) -> UInt16 { UInt16(value.bitPattern >> 16) }

/// As the engine calls the library.
private func onTwoThreads<Result>(_ body: () -> Result) -> Result {
  kernel_set_threads(2)
  var signals = sigset_t()
  kernel_hold_signals(&signals)
  defer { kernel_release_signals(&signals) }
  return body()
}
