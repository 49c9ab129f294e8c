import Bindings
import Foundation
import Hub
import LineEditor
import Notebooks
import Ranks

/// The streams, the folders and the session that every form of the command works with.
struct CommandContext {
  let streams = Streams.standard
  let folders: DataFolders
  let sink: StreamSink
  let session: Session
  let input: InputLines
  let advice: ResumeAdvice
  /// Where the session keeps its runs.
  let storeFolder: URL

  /// - Parameters:
  ///   - forces: whether runs train although the store has them.
  ///   - script: what the command runs; nil in the shell.
  ///   - keepsResults: whether results are the command's to write, and remarks alone are shown.
  ///   - storeFolder: a store of its own in place of the user's, from which runs can still be taken.
  init(
    resumes: Bool = false, forces: Bool = false, script: String? = nil,
    keepsResults: Bool = false, storeFolder: URL? = nil
  ) {
    folders = DataFolders(environment: streams.environment)
    self.storeFolder = storeFolder ?? folders.runs
    sink = streams.sink()
    InterruptSignal.install()
    let advice = ResumeAdvice(script: script)
    let input = InputLines(streams)
    (self.advice, self.input) = (advice, input)
    session = Session(
      sink: keepsResults ? RemarksSink(sink) : sink, interrupt: InterruptSignal.flag,
      hub: HubSettings(environment: streams.environment), storeFolder: self.storeFolder,
      sourceFolder: storeFolder == nil ? nil : folders.runs, resumesRuns: resumes,
      forcesRuns: forces, ranks: Launch.group, readLine: input.next,
      advice: advice.text)
  }

  /// Runs cells while what is typed isn't echoed into their outputs.
  func quietly<Result>(_ body: () throws -> Result) rethrows -> Result {
    // In a pipeline the terminal is another program's too.
    let isAlone = streams.input.isTerminal && streams.output.isTerminal && streams.error.isTerminal
    return try TerminalEcho.off(at: isAlone ? STDIN_FILENO : nil, body)
  }

  /// The runs that are kept, for people.
  var runPages: RunPages { RunPages(folder: folders.runs, emit: session.emit) }

  /// Emits an output that belongs to no cell.
  func emit(_ output: CellOutput) { session.emit(output) }
}
