import ReferenceData
import Tensors
import Transformers
import XCTest

/// The fast ways through every architecture: bf16, and a last block that continues with the requested rows alone.
final class PrecisionTests: XCTestCase {
  private let ids: [Int32] = [5, 9, 2, 11, 7, 3, 8, 6, 4]

  func testEveryModelInBF16IsCloseToItselfInF32() throws {
    var unchanged: Set<String> = []
    for folder in try ReferenceData.allModels() {
      let name = folder.lastPathComponent
      let description = try ModelDescription(folder: folder)
      let fast = try LocalModel(description, precision: .bf16)
      let plain = try LocalModel(description)
      XCTAssertLessThan(fast.bytes, plain.bytes * 3 / 4, name)
      let (a, b) = (fast.output(ids).value, plain.output(ids).value)
      XCTAssertLessThan(distance(a, b), 0.1, name)
      if distance(a, b) < 1e-6 { unchanged.insert(name) }
    }
    // Where nothing but the weights is rounded, those that are bf16 in their files stay.
    let exact: Set = [
      "bert-masked", "bloom-untied", "brain", "gemma-untied", "llama-tied", "phi3-long", "t5-half",
    ]
    XCTAssertTrue(unchanged.isSubset(of: Precision.hasNativeBF16 ? [] : exact), "\(unchanged)")
  }

  /// Without bf16 instructions a model is what it would be in f32 with its weights rounded.
  func testWidenedWeightsGiveWhatRoundedOnesDo() throws {
    try XCTSkipIf(Precision.hasNativeBF16, "with bf16 instructions, states are rounded as well")
    let copy = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-rounded-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: copy) }
    for folder in try ReferenceData.allModels() {
      let name = folder.lastPathComponent
      let original = try ReferenceData.model(folder, trainable: true)
      for parameter in original.network.parameters {
        guard case .plain(let variable) = parameter.storage else { continue }
        variable.value = Tensor(
          variable.value.values.map(\.roundedToBF16), shape: variable.value.shape)
      }
      try original.write(to: copy)
      defer { try? FileManager.default.removeItem(at: copy) }
      let description = try ModelDescription(folder: copy)
      let half = try LocalModel(description, precision: .bf16)
      let plain = try LocalModel(description)
      XCTAssertEqual(half.precision, .bf16, name)
      // One row, a few, and more than are read for as the weights pass by.
      for ids in [[5], ids, (0..<30).map { ids[$0 * 7 % 9] }] {
        XCTAssertLessThan(
          distance(half.output(ids).value, plain.output(ids).value), 1e-5, "\(name) \(ids.count)")
      }
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

extension Float {
  fileprivate var roundedToBF16: Float {
    Float(bitPattern: (bitPattern &+ 0x7FFF &+ (bitPattern >> 16 & 1)) & 0xFFFF_0000)
  }
}

extension LocalModel {
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
