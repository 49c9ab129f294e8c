import ReferenceData
import Tensors
import Transformers
import XCTest

/// The fast ways through every architecture: bf16, and a last block that goes on with asked rows alone.
final class PrecisionTests: XCTestCase {
  private let ids: [Int32] = [5, 9, 2, 11, 7, 3, 8, 6, 4]

  func testEveryModelInBF16IsCloseToItselfInF32() throws {
    guard Precision.hasNativeBF16 else { throw XCTSkip("this processor has no bf16") }
    for folder in try ReferenceData.allModels() {
      let name = folder.lastPathComponent
      let description = try ModelDescription(folder: folder)
      let fast = try LanguageModel(description, precision: .bf16)
      let plain = try LanguageModel(description)
      XCTAssertLessThan(fast.bytes, plain.bytes * 3 / 4, name)
      let (a, b) = (fast.output(ids).value, plain.output(ids).value)
      XCTAssertLessThan(distance(a, b), 0.1, name)
      XCTAssertGreaterThan(distance(a, b), 1e-6, "\(name) is not in bf16")
    }
  }

  func testAskedRowsAreThoseOfAll() throws {
    for folder in try ReferenceData.allModels() {
      let name = folder.lastPathComponent
      let network = try ReferenceData.model(folder).network
      let isCausal = try ModelDescription(folder: folder).architecture.kind == .decoder
      func states(_ rows: [Int32], on tape: Tape) -> Variable {
        let layout = TokenLayout(rows: [ids, Array(ids.reversed())], isCausal: isCausal)
        return network.states(ForwardPass(layout, on: tape), rows: rows)
      }
      let tape = Tape(recording: false)
      let all = states((0..<18).map(Int32.init), on: tape)
      for rows: [Int32] in [[8], [0, 17], [3, 4, 5, 12], [16, 2, 2, 9], Array(1..<18)] {
        let asked = states(rows, on: tape).value
        XCTAssertLessThan(
          distance(asked, tape.gatherRows(all, rows).value), 2e-5, "\(name) \(rows)")
      }
    }
  }
}

extension LanguageModel {
  /// What its weights take.
  fileprivate var bytes: Int {
    network.parameters.reduce(0) { sum, parameter in
      switch parameter.storage {
      case .plain(let variable): sum + 4 * variable.value.count
      case .linear(let weight): sum + (weight.frozen?.withBytes(\.count) ?? 0)
      case .table(let matrix): sum + matrix.withBytes(\.count)
      }
    }
  }
}
