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
        let status = holdingSignals {
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

  /// The kernels for few rows, in one stretch of columns and in two: tiles, strips, panels and their
  /// rests, rows short and long.
  func testFewRows() throws {
    try XCTSkipUnless(kernel_has_avx512() != 0, "no AVX-512 here")
    var random = SystemRandomNumberGenerator()
    let shapes =
      Shape.all
      + [1, 3, 4, 5, 6, 7, 12, 20].flatMap { m in
        [4, 7, 31, 64, 130].flatMap { n in [33, 257].map { k in Shape(m: m, n: n, k: k) } }
      } + [2, 9].flatMap { [Shape(m: $0, n: 3100, k: 19), Shape(m: $0, n: 19, k: 2100)] }
    for form in Form.allCases where !form.transposesA {
      for shape in shapes {
        let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: false, &random)
        let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
        let c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
        let expected = c.adding(form.adds ? 1 : 0, a, b)
        for inBF16 in [false, true] where !inBF16 || kernel_has_bf16() != 0 {
          let name = "\(form) \(shape) \(inBF16 ? "bf16" : "f32")"
          let whole = fewRows(form, shape, a, b, c, inBF16: inBF16, cut: 0)
          try check(whole, expected, tolerance: 1e-5 * Double(shape.k), name)
          let cut = fewRows(form, shape, a, b, c, inBF16: inBF16, cut: shape.n / 2)
          XCTAssertEqual(whole, cut, name)
        }
      }
    }
  }

  /// The few-row kernel of every path, for bf16 that is widened as it is read.
  func testFewRowsWidened() throws {
    var random = SystemRandomNumberGenerator()
    let shapes =
      Shape.all
      + [3, 4, 5, 7, 12, 24].flatMap { m in
        [4, 7, 31, 130].flatMap { n in [33, 257].map { k in Shape(m: m, n: n, k: k) } }
      } + [2, 9].flatMap { [Shape(m: $0, n: 3100, k: 19), Shape(m: $0, n: 19, k: 2100)] }
    for form in Form.allCases where !form.transposesA {
      for shape in shapes {
        let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: false, &random)
        let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
        let c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
        let halves = b.values.map(bfloat)
        let results = [0, shape.n / 2].map { cut in
          var values = c.values
          for part in [0..<cut, cut..<shape.n] where !part.isEmpty {
            let offset = part.lowerBound * (form.transposesB ? b.stride : 1)
            values.withUnsafeMutableBufferPointer { values in
              halves.withUnsafeBufferPointer {
                kernel_few_rows_widened(
                  a.values, a.stride, $0.baseAddress! + offset, b.stride, form.transposesB ? 1 : 0,
                  values.baseAddress! + part.lowerBound, c.stride, shape.m, part.count, shape.k,
                  form.adds ? 1 : 0)
              }
            }
          }
          return values
        }
        try check(
          results[0], c.adding(form.adds ? 1 : 0, a, b), tolerance: 1e-5 * Double(shape.k),
          "\(form) \(shape)")
        XCTAssertEqual(results[0], results[1], "\(form) \(shape)")
      }
    }
  }

  /// PTS_CPU governs what the library generates, too.
  func testTheLibraryKeepsToThePath() throws {
    #if arch(x86_64)
      let sets: [KernelPath: Int32] = [
        KernelGeneric: 0x1, KernelAVX2: 0x7, KernelAVX512: 0x27, KernelAVX512BF16: 0xE7,
      ]
      try XCTSkipIf(kernel_path_is_forced() == 0, "PTS_CPU isn't set")
      let limit = try XCTUnwrap(sets[kernel_path()])
      XCTAssertEqual(onednn_isa() & ~limit, 0, String(cString: kernel_path_name(kernel_path())))
    #else
      throw XCTSkip("arm64 has one path")
    #endif
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
        // The forms that add nothing to what was there start from its first row in half of the shapes.
        let start: Start = form.adds ? .result : shape.k % 2 == 0 ? .nothing : .bias
        let before = start == .bias ? c.repeatingFirstRow() : c
        let expected = before.adding(start == .nothing ? 0 : 1, a, b)
        for inBF16 in [false, true] where !inBF16 || kernel_has_bf16() != 0 {
          let name = "\(form) \(start) \(shape) \(inBF16 ? "bf16" : "f32")"
          let whole = frozenProduct(form, shape, a, b, c, start, inBF16: inBF16, cut: 0)
          try check(whole, expected, tolerance: 1e-5 * Double(shape.k), name)
          let cut = frozenProduct(form, shape, a, b, c, start, inBF16: inBF16, cut: shape.n / 2)
          XCTAssertEqual(whole, cut, name)
        }
      }
    }
  }

  private func skipWithoutBfloats() throws {
    let one: [UInt16] = [0x3F80]
    var c: [Float] = [0]
    let status = holdingSignals {
      onednn_gemm_bf16(false, false, 1, 1, 1, one, 1, one, 1, false, &c, 1)
    }
    let unimplemented: Int32 = 3
    if status == unimplemented, !onednn_has_bf16() { throw XCTSkip("no AVX-512 here") }
  }
}

private enum Fault: Error {
  case refused(status: Int32, String)
  case differs(String, index: Int, value: Float, expected: Double)
}

private func multiplyBfloats(_ form: Form, _ shape: Shape) throws {
  var random = SystemRandomNumberGenerator()
  let a = Matrix(rows: shape.m, columns: shape.k, isTransposed: form.transposesA, &random)
  let b = Matrix(rows: shape.k, columns: shape.n, isTransposed: form.transposesB, &random)
  var c = Matrix(rows: shape.m, columns: shape.n, isTransposed: false, &random)
  let expected = c.adding(form.adds ? 1 : 0, a, b)
  let (left, right) = (a.values.map(bfloat), b.values.map(bfloat))
  let (m, n, k) = (Int64(shape.m), Int64(shape.n), Int64(shape.k))
  let status = holdingSignals {
    onednn_gemm_bf16(
      form.transposesA, form.transposesB, m, n, k, left, Int64(a.stride), right,
      Int64(b.stride), form.adds, &c.values, Int64(c.stride))
  }
  guard status == 0 else { throw Fault.refused(status: status, "\(form) \(shape)") }
  try check(c.values, expected, tolerance: 1e-5 * Double(shape.k), "\(form) \(shape)")
}

/// Columns before the cut and after it, separately.
private func fewRows(
  _ form: Form, _ shape: Shape, _ a: Matrix, _ b: Matrix, _ c: Matrix, inBF16: Bool, cut: Int
) -> [Float] {
  let (left, right) = (a.values.map(bfloat), b.values.map(bfloat))
  var values = c.values
  for part in [0..<cut, cut..<shape.n] where !part.isEmpty {
    let offset = part.lowerBound * (form.transposesB ? b.stride : 1)
    values.withUnsafeMutableBufferPointer { values in
      let out = values.baseAddress! + part.lowerBound
      if inBF16 {
        right.withUnsafeBufferPointer {
          kernel_few_rows16(
            left, a.stride, $0.baseAddress! + offset, b.stride, form.transposesB ? 1 : 0, out,
            c.stride, shape.m, part.count, shape.k, form.adds ? 1 : 0)
        }
      } else {
        b.values.withUnsafeBufferPointer {
          kernel_few_rows(
            a.values, a.stride, $0.baseAddress! + offset, b.stride, form.transposesB ? 1 : 0, out,
            c.stride, shape.m, part.count, shape.k, form.adds ? 1 : 0)
        }
      }
    }
  }
  return values
}

/// What a product of `frozenProduct` is added to.
private enum Start { case nothing, result, bias }

/// Rows are packed in two stretches and multiplied before the cut and after it, columns as well.
private func frozenProduct(
  _ form: Form, _ shape: Shape, _ a: Matrix, _ b: Matrix, _ c: Matrix, _ start: Start, inBF16: Bool,
  cut: Int
) -> [Float] {
  let (m, k) = (shape.m, shape.k)
  let blocks = (m + 7) / 8
  let words = inBF16 ? kernel_frozen_packed_size16(m, k) : kernel_frozen_packed_size(m, k)
  var packed = [UInt32](repeating: .max, count: words)
  let stretches = cut > 0 ? [0..<blocks / 2, blocks / 2..<blocks] : [0..<blocks]
  for stretch in [0..<blocks / 2, blocks / 2..<blocks] {
    (inBF16 ? kernel_pack_frozen16 : kernel_pack_frozen)(
      a.values, a.stride, &packed, m, k, stretch.lowerBound, stretch.upperBound)
  }
  let halves = b.values.map(bfloat)
  var values = c.values
  for part in [0..<cut, cut..<shape.n] where !part.isEmpty {
    for rows in stretches where !rows.isEmpty {
      let offset = part.lowerBound * (form.transposesB ? b.stride : 1)
      values.withUnsafeMutableBufferPointer { values in
        let out = values.baseAddress! + part.lowerBound
        c.values.withUnsafeBufferPointer { bias in
          let (from, stride): (UnsafePointer<Float>?, Int) =
            switch start {
            case .nothing: (nil, 0)
            case .result: (UnsafePointer(out), c.stride)
            case .bias: (bias.baseAddress! + part.lowerBound, 0)
            }
          if inBF16 {
            halves.withUnsafeBufferPointer {
              kernel_multiply_frozen16(
                packed, m, rows.lowerBound, rows.upperBound, $0.baseAddress! + offset, b.stride,
                form.transposesB ? 1 : 0, from, stride, out, c.stride, part.count, k)
            }
          } else {
            b.values.withUnsafeBufferPointer {
              kernel_multiply_frozen(
                packed, m, rows.lowerBound, rows.upperBound, $0.baseAddress! + offset, b.stride,
                form.transposesB ? 1 : 0, from, stride, out, c.stride, part.count, k)
            }
          }
        }
      }
    }
  }
  return values
}

private func check(
  _ values: [Float], _ expected: [Double], tolerance: Double, _ what: @autoclosure () -> String
) throws {
  for (index, (value, wanted)) in zip(values, expected).enumerated()
  where !(abs(Double(value) - wanted) <= tolerance) {
    throw Fault.differs(what(), index: index, value: value, expected: wanted)
  }
}

/// The options of a product besides its shape.
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

  func repeatingFirstRow() -> Matrix {
    var result = self
    for row in 1..<max(1, rows) {
      for column in 0..<columns { result.values[row * stride + column] = self[0, column] }
    }
    return result
  }

  /// The buffer of keep · self + a · b; what is between the rows stays.
  func adding(_ keep: Double, _ a: Matrix, _ b: Matrix) -> [Double] {
    var result = values.map { Double($0) }
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
private func holdingSignals<Result>(_ body: () -> Result) -> Result {
  var signals = sigset_t()
  kernel_hold_signals(&signals)
  defer { kernel_release_signals(&signals) }
  return body()
}
