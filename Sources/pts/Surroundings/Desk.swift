import Bindings
import Hub
import Notebooks
import Ranks

/// What every form of the command works with: the streams, the folders and a session.
struct Desk {
  let streams: Streams
  let folders: DataFolders
  let console: Console
  let session: Session

  /// - Parameter script: what the command was told to run; nil in the shell.
  init(_ streams: Streams, resumes: Bool, script: String?) {
    self.streams = streams
    folders = DataFolders(environment: streams.environment)
    console = streams.console()
    InterruptSignal.install()
    let advice = ResumeAdvice(script: script)
    session = Session(
      console: console, interrupt: InterruptSignal.flag,
      hub: HubSettings(environment: streams.environment), storeFolder: folders.runs,
      resumesRuns: resumes, ranks: Launch.group, advice: advice.text)
  }
}

/// Tells how to go on with an interrupted run.
struct ResumeAdvice {
  let script: String?

  func text(_ name: String) -> String {
    guard let script else { return "\(name).resume() goes on from there" }
    return "pts --resume \(script) goes on from there"
  }
}
