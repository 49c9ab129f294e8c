import Foundation
import Mutation

/// Faults that are no stranger's: they show that the fuzzer finds what it is there to find.
package struct PlantedFaults: FuzzKind {
  package static let name = "planted"

  package let fixtures = [Fixture(name: "planted") { [:] }]

  package enum Fault: UInt64, CaseIterable {
    case none, trap, hang, memory, unknownError, broken
  }

  package init() {}

  /// A seed plants the fault that it counts to.
  package func mutant(seed: UInt64) throws -> Mutant {
    Mutant(fixtures[0], files: ["fault": [UInt8(seed % UInt64(Fault.allCases.count))]])
  }

  package func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    try mutant(seed: draw.next())
  }

  package func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    let byte = try Data(contentsOf: folder.appendingPathComponent("fault"))[0]
    switch Fault(rawValue: UInt64(byte)) {
    case .trap: fatalError("planted")
    case .hang: while true { sleep(1) }
    case .memory:
      let bytes = [UInt8](repeating: 1, count: 1600 << 20)
      return { _ = bytes.last }
    case .unknownError: throw CocoaError(.coderInvalidValue)
    case .broken: throw FuzzFault.broken("planted")
    case Fault.none?, nil: return {}
    }
  }
}
