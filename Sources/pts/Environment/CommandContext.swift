import Bindings
import Hub
import Notebooks
import Ranks

/// The streams, the folders and the session that every form of the command works with.
struct CommandContext {
  let streams = Streams.standard
  let folders: DataFolders
  let sink: StreamSink
  let session: Session

  /// - Parameter script: what the command runs; nil in the shell.
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

  /// Emits an output that belongs to no cell.
  func emit(_ output: CellOutput) { session.emit(output) }
}
