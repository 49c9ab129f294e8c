import Foundation
import Hub
import Ranks
import Runs
import Script
import Tensors

/// What the nouns and functions of a session work with: the world outside, the models and adapters that have
/// been read, the run store.
package final class Engine {
  package let environment: Environment
  var ranks: any ProcessGroup { environment.ranks }
  let catalog: ModelCatalog
  package let adapters = AdapterCatalog()
  /// Where runs are kept, opened when a run first needs it; nil keeps none.
  let store: RunStore?
  /// The stores in which a run is looked up, one after the other.
  let sources: [RunStore]
  /// What scripts have read, for the front end that tells what has changed since.
  package let inputs = InputFiles()
  /// Whether the store's results are left aside; see `Environment.forcesRuns`.
  package var forcesRuns: Bool
  /// Results that this session has computed, or has said to be the store's: they need no saying again.
  var knownResults: Set<RunKey> = []
  /// What `warnOnce` has said.
  private var said: Set<String> = []

  init(_ environment: Environment) {
    self.environment = environment
    forcesRuns = environment.forcesRuns
    let interrupt = environment.interrupt
    Interrupt.follow { [weak interrupt] in interrupt?.isRaised ?? false }
    catalog = ModelCatalog(
      hub: ModelHub(environment.hub, report: environment.download) { interrupt.isRaised },
      fingerprints: environment.storeFolder?.appendingPathComponent("fingerprints"))
    store =
      environment.ranks.isFirst ? environment.storeFolder.map(RunStore.init(folder:)) : nil
    let source = environment.sourceFolder.map(RunStore.init(folder:))
    sources = [store, source].compactMap(\.self)
  }

  /// Whether ^C came, in any of some processes; all of them know of it afterwards.
  func isInterrupted(among ranks: any ProcessGroup) -> Bool {
    if ranks.any(environment.interrupt.isRaised) { environment.interrupt.raise() }
    return environment.interrupt.isRaised
  }

  // MARK: Output

  func warn(_ text: String) { environment.warn(text) }

  /// Says something that stays true, and so needs saying once.
  /// - Parameter name: what it is said of, if the reader has to know.
  func warnOnce(_ text: String, of name: String? = nil) {
    if said.insert(text).inserted { warn((name.map { "\($0): " } ?? "") + text + "\n") }
  }
}
