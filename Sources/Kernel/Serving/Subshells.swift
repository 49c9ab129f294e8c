import Foundation
import Script
import Synchronization

/// Threads that answer requests while the main shell is busy, each with a session of its own.
final class Subshells: Sendable {
  private struct Subshell {
    let queue: RequestQueue
    let interrupt: InterruptFlag
  }

  private let around: ShellHandler.Surroundings
  private let shells = Mutex<[String: Subshell]>([:])

  /// More than any front end opens; each may have a thread and a session.
  private static let most = 64

  init(_ around: ShellHandler.Surroundings) { self.around = around }

  var identifiers: [String] { shells.withLock { $0.keys.sorted() } }

  /// Nil where there are too many.
  func create() -> String? {
    let id = UUID().uuidString.lowercased()
    let shell = Subshell(queue: RequestQueue(), interrupt: InterruptFlag())
    let isCreated = shells.withLock { shells in
      guard shells.count < Self.most else { return false }
      shells[id] = shell
      return true
    }
    guard isCreated else { return nil }
    let around = around
    Thread.detachNewThread {
      DeepStack.run {
        let handler = ShellHandler(around, shell.queue, shell.interrupt, isMain: false)
        handler.run()
      }
    }
    return id
  }

  /// False where there is none of that identifier.
  func delete(_ id: String) -> Bool {
    guard let shell = shells.withLock({ $0.removeValue(forKey: id) }) else { return false }
    shell.interrupt.raise()
    shell.queue.close()
    return true
  }

  func deleteAll() { for id in identifiers { _ = delete(id) } }

  /// False where there is none of that identifier.
  func add(_ request: KernelMessage, to id: String) -> Bool {
    guard let shell = shells.withLock({ $0[id] }) else { return false }
    shell.queue.add(request)
    return true
  }

  func interrupt(_ id: String) { shells.withLock { $0[id] }?.interrupt.raise() }
}
