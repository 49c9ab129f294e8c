import ArgumentParser
import Bindings
import CFaults
import Figures
import Foundation
import Ranks
import Script
import Tensors

/// `pts`: the words after it choose what happens.
struct PTSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pts",
    abstract: "Tune prompts for a frozen language model, in scripts or at a prompt.",
    usage: """
      pts [FILE.pts [ARGUMENTS …]]
      pts <subcommand>
      """,
    discussion: """
      Start with:
        pts                     open the shell; ?topics there lists what has help
        pts mood.pts            run a script, cell by cell
        pts check mood.pts      find every error without running anything
        pts plan mood.pts       say which runs would train, why, and how long that takes
        pts format mood.pts     write it in the one style
        pts runs                list the runs that were kept
        pts export mood.pts     run, and write one page with code, prose and results
        pts verify mood.pts     run again, and compare every bit with the runs that were kept

      More ways to run:
        pts -i mood.pts         run, then stay in the shell with every name
        pts --watch mood.pts    run it, and again what each saved change made stale
        pts -e 'print(1 + 1)'   run some code
        pts mood.pts a b        the script finds ["a", "b"] in `args`
        pts mood.pts --lr 0.1   and its own options, which `pts mood.pts --help` lists
        pts --resume mood.pts   continue runs that were interrupted
        pts --force mood.pts    train what was trained before once more
        generate.sh | pts       run what comes from a pipe; so does `pts -`

      Results go to stdout, progress and errors to stderr. The exit status is 0, 1 after an \
      error of a script, 2 when the command isn't understood, 130 after ^C.

      Settings: PTS_HOME names the folder for runs and history, PTS_THREADS how many threads \
      work, PTS_CPU which of the processor's instructions are used (generic, avx2, avx512 or \
      avx512bf16), NO_COLOR=1 turns colours off, PTS_IMAGES says how the terminal shows \
      pictures (kitty, iterm, sixel or none) where that isn't found out.
      """,
    version: "pts \(Version.current)",
    subcommands: [
      RunCommand.self, CheckCommand.self, PlanCommand.self, FormatCommand.self, RunsCommand.self,
      ExportCommand.self, ImportCommand.self, VerifyCommand.self,
      LanguageServerCommand.self, KernelCommand.self, ReferenceCommand.self,
      CompletionsCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// Does what the arguments say and returns the exit status.
  static func start(_ arguments: [String]) -> Int32 {
    faults_install()
    openStandardDescriptors()
    signal(SIGPIPE, SIG_DFL)
    // A file that grows beyond a limit is an error of the write.
    signal(SIGXFSZ, SIG_IGN)
    setlocale(LC_CTYPE, "")
    // Signals are for the thread that runs the script: one that waits for a key must wake.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_BLOCK, &interrupt, nil)
    let mask = interrupt
    return DeepStack.run {
      faults_use_stack()
      var mask = mask
      pthread_sigmask(SIG_UNBLOCK, &mask, nil)
      let status = obey(arguments)
      Launch.leave(status, report: Streams.standard.repeatLastRemark)
      return status
    }
  }

  /// A file that is opened must never get the number of a stream that was closed (`pts <&-`): what is
  /// printed would go into it. Reading finds the end, and writing fails.
  private static func openStandardDescriptors() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  private static func obey(_ arguments: [String]) -> Int32 {
    do {
      try checkPath()
      try setThreads()
      try checkImages()
      var command = try parseAsRoot(arguments)
      // Only a script is work for several.
      if Launch.group.isFirst || command is RunCommand { try command.run() }
      return Streams.standard.close() ? ExitStatus.success : ExitStatus.failure
    } catch {
      return leave(error)
    }
  }

  private static func leave(_ error: any Error) -> Int32 {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if !message.isEmpty {
      if code.isSuccess {
        Streams.standard.output.write(message + "\n")
      } else {
        Streams.standard.error.write(message + "\n")
      }
    }
    guard Streams.standard.close() else { return ExitStatus.failure }
    return code == .validationFailure ? ExitStatus.usage : code.rawValue
  }

  private static func checkPath() throws {
    guard let refused = ProcessorPath.refused else { return }
    let paths = ProcessorPath.available.map(\.rawValue).joined(separator: " or ")
    throw ValidationError(
      "PTS_CPU is \(refused.debugDescription), which isn't a path of this processor; use \(paths)")
  }

  private static func checkImages() throws {
    let environment = Streams.standard.environment
    guard PictureTerminal.isSettingWrong(environment) else { return }
    let value = environment[PictureTerminal.setting, default: ""]
    let forms = PictureTerminal.Form.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError(
      "\(PictureTerminal.setting) is \(value.debugDescription); use \(forms) or none")
  }

  private static func setThreads() throws {
    guard let text = Streams.standard.environment["PTS_THREADS"], !text.isEmpty else {
      return shareProcessors()
    }
    guard let count = Int(text), count > 0 else {
      throw ValidationError("PTS_THREADS is \(text.debugDescription), not a number of threads")
    }
    Threads.count = count
  }

  /// Processes of one machine divide what it has, unless their launcher has bound them to less.
  private static func shareProcessors() {
    guard !Launch.group.isSingle else { return }
    let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    Threads.count = min(Threads.count, max(1, processors / Launch.group.localCount))
  }
}
