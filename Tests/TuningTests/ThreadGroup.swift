import Foundation
import Ranks

/// Threads that stand for processes; one works at a time, the others wait for it to come to them.
final class ThreadGroup: ProcessGroup {
  /// Held by the thread that works; waiting for the others hands it on.
  private final class Table: @unchecked Sendable {
    let turn = NSCondition()
    var parcels: [[UInt8]]
    var arrived = 0
    var round = 0
    var whole: [[UInt8]] = []
    var ended = 0

    init(_ count: Int) { parcels = .init(repeating: [], count: count) }
  }

  /// The work, and what came of it; touched by the thread whose turn it is.
  private final class Board<Outcome>: @unchecked Sendable {
    let work: (ThreadGroup) throws -> Outcome
    var outcomes: [Int: Result<Outcome, any Error>] = [:]

    init(_ work: @escaping (ThreadGroup) throws -> Outcome) { self.work = work }
  }

  let rank: Int
  let count: Int
  var localCount: Int { count }
  private let table: Table

  private init(_ rank: Int, _ table: Table) {
    (self.rank, self.table) = (rank, table)
    count = table.parcels.count
  }

  /// What each of some processes makes of the same work.
  static func results<Outcome>(
    _ count: Int, _ work: @escaping (ThreadGroup) throws -> Outcome
  ) throws -> [Outcome] {
    let table = Table(count)
    let board = Board(work)
    for rank in 0..<count {
      let thread = Thread {
        table.turn.lock()
        board.outcomes[rank] = .init { try board.work(ThreadGroup(rank, table)) }
        table.ended += 1
        table.turn.broadcast()
        table.turn.unlock()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    table.turn.lock()
    defer { table.turn.unlock() }
    let patience = Date() + 120
    while table.ended < count {
      guard table.turn.wait(until: patience) else { throw Stuck(ended: table.ended, of: count) }
    }
    return try (0..<count).map { try board.outcomes[$0]!.get() }
  }

  struct Stuck: Error {
    let ended: Int
    let of: Int
  }

  func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    table.parcels[rank] = bytes
    table.arrived += 1
    if table.arrived == count {
      (table.arrived, table.whole) = (0, table.parcels)
      table.round += 1
      table.turn.broadcast()
      return table.whole
    }
    let round = table.round
    while table.round == round { table.turn.wait() }
    return table.whole
  }

  func broadcast(_ bytes: [UInt8], from root: Int) -> [UInt8] {
    gather(rank == root ? bytes : [])[root]
  }

  func sum(_ values: UnsafeMutableBufferPointer<Float>) {
    let addends = gather(Array(UnsafeRawBufferPointer(values)))
    values.update(repeating: 0)
    for bytes in addends {
      bytes.withUnsafeBytes { bytes in
        for (index, value) in bytes.bindMemory(to: Float.self).enumerated() {
          values[index] += value
        }
      }
    }
  }
}
