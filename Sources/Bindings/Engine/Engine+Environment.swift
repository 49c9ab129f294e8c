import Foundation
import Hub
import Ranks
import Script

extension Engine {
  /// Where text goes, and who watches the runs.
  package struct Environment {
    package var write: (String) -> Void
    package var warn: (String) -> Void
    /// Shows a value in the middle of a cell.
    package var display: (Value) -> Void
    /// Removes what a cell has put out, at once or at its next output.
    package var clearOutput: (_ waits: Bool) -> Void
    /// The next line of the input, after a prompt; nil at its end.
    package var readLine: (_ prompt: String) throws -> String?
    package var observer: any RunObserver
    /// Where models come from by name, and who watches them come.
    package var hub: HubSettings
    package var download: (DownloadEvent) -> Void
    /// Raised by ^C; a run ends after its step.
    package var interrupt: InterruptFlag
    /// Whether identical runs that were interrupted continue from their checkpoints.
    package var resumesRuns: Bool
    /// Whether runs are trained although the store has them finished, and results computed again.
    package var forcesRuns: Bool
    /// Where the runs are kept; nil keeps none.
    package var storeFolder: URL?
    /// Where else the runs are that a script takes out of the store.
    package var sourceFolder: URL?
    /// The processes that run this very script; the first one writes for all.
    package var ranks: any ProcessGroup

    package init(
      write: @escaping (String) -> Void, warn: @escaping (String) -> Void,
      display: @escaping (Value) -> Void,
      clearOutput: @escaping (_ waits: Bool) -> Void = { _ in },
      readLine: @escaping (_ prompt: String) throws -> String? = { _ in nil },
      observer: any RunObserver, hub: HubSettings,
      download: @escaping (DownloadEvent) -> Void = { _ in }, interrupt: InterruptFlag,
      resumesRuns: Bool = false, forcesRuns: Bool = false,
      storeFolder: URL?, sourceFolder: URL? = nil, ranks: any ProcessGroup = SoleProcess()
    ) {
      self.write = write
      self.warn = warn
      self.display = display
      self.clearOutput = clearOutput
      self.readLine = readLine
      self.observer = observer
      self.hub = hub
      self.download = download
      self.interrupt = interrupt
      self.resumesRuns = resumesRuns
      self.forcesRuns = forcesRuns
      self.storeFolder = storeFolder
      self.sourceFolder = sourceFolder
      self.ranks = ranks
    }
  }
}
