import Foundation
import JSON
import Script

/// A session that Jupyter's front ends work with, from its start to its shutdown.
package final class Kernel {
  private let settings: KernelSettings
  private let courier: Courier
  private let publisher: Publisher
  private let inputs: InputBroker
  private let follower: DisplayFollower
  private let around: ShellHandler.Surroundings
  private let subshells: Subshells
  private let requests = RequestQueue()
  private let controls = RequestQueue()
  private let interrupt = InterruptFlag()

  /// How long a cell may take to end after a shutdown; Jupyter kills the process a second later.
  private static let patience = 4.0

  /// Listens where the front end expects it.
  package init(_ connection: ConnectionFile, _ settings: KernelSettings) throws(KernelError) {
    let session = UUID().uuidString.lowercased()
    courier = try Courier(connection, library: settings.library, session: session)
    publisher = Publisher(courier: courier, session: session)
    inputs = InputBroker(publisher)
    follower = DisplayFollower(publisher)
    around = ShellHandler.Surroundings(
      settings: settings, publisher: publisher, inputs: inputs, follower: follower,
      history: InputHistory(settings.historyFile), state: KernelState())
    subshells = Subshells(around)
    self.settings = settings
  }

  /// Serves until a client shuts it down; returns the status that the process exits with.
  ///
  /// - Parameter warn: takes a line about messages that were refused.
  package func run(warn: @escaping @Sendable (String) -> Void) -> Int32 {
    let (requests, controls, interrupt, subshells) = (requests, controls, interrupt, subshells)
    let shutDown: @Sendable () -> Void = {
      interrupt.raise()
      subshells.deleteAll()
      requests.close()
      controls.close()
      Thread.detachNewThread {
        // A run that doesn't end at its step leaves the checkpoint that it has.
        Thread.sleep(forTimeInterval: Self.patience)
        _exit(0)
      }
    }
    let control = ControlHandler(
      publisher: publisher, subshells: subshells, interrupt: interrupt, version: settings.version,
      shutDown: shutDown)
    let (courier, inputs, follower) = (courier, inputs, follower)
    let router = RequestRouter(
      publisher: publisher, subshells: subshells, requests: requests, controls: controls,
      inputs: inputs)
    let parent = settings.endsWithParent ? getppid() : nil
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      courier.run(
        receive: router.take,
        refuse: { warn("a message on \($0.rawValue) was refused: \($1.text)") },
        isAbandoned: { parent.map { $0 != getppid() } ?? false })
      shutDown()
      ended.signal()
    }
    Thread.detachNewThread { control.run(controls) }
    Thread.detachNewThread { follower.run() }
    let shell = ShellHandler(around, requests, interrupt, isMain: true)
    shell.run()
    follower.stop()
    courier.stop()
    ended.wait()
    return shell.exitStatus ?? 0
  }
}
