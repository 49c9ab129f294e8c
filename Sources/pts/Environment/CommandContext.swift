import Bindings
import Hub
import Notebooks
import Ranks

/// What every form of the command works with: the streams, the folders and a session.
struct CommandContext {
  let streams = Streams.standard
  let folders: DataFolders
  let sink: StreamSink
  let session: Session

  /// - Parameter script: what the command was told to run; nil in the shell.
  init(resumes: Bool = false, script: String? = nil) {
    folders = DataFolders(environment: streams.environment)
    sink = streams.sink()
    InterruptSignal.install()
    let advice = ResumeAdvice(script: script)
    session = Session(
      sink: sink, interrupt: InterruptSignal.flag,
      hub: HubSettings(environment: streams.environment), storeFolder: folders.runs,
      resumesRuns: resumes, ranks: Launch.group, advice: advice.text)
  }

  /// The runs that are kept, for people.
  var runPages: RunPages { RunPages(folder: folders.runs, emit: session.emit) }

  /// Says something that belongs to no cell.
  func emit(_ output: CellOutput) { session.emit(output) }
}
