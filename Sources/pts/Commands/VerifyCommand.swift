import ArgumentParser
import Diagnostics
import Figures
import Foundation
import Notebooks
import Runs

/// `pts verify FILE`: runs a script or a notebook again and compares what it gives, bit for bit.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Run again and compare every result, bit for bit.",
    usage: "pts verify FILE.pts|NOTEBOOK.ipynb [-- ARGUMENTS …]",
    discussion: """
      A notebook of `pts export` says what each of its cells gave; a script is compared with the \
      runs that the store keeps of it. Everything is run again, nothing is taken from the store, and \
      files that the script writes are written again. Whatever differs is named, with why: the code, \
      a dataset's rows, a model's weights, the version, the processor. The exit status is then 1.

      Examples:
        pts verify mood.ipynb
        pts verify mood.pts
        pts verify mood.pts -- --lr 0.3   with the arguments of that run
      """)

  @Argument(
    help: ArgumentHelp("The script, or the notebook.", valueName: "file"),
    completion: .file(extensions: ["pts", "ipynb"]))
  var file: String

  @Argument(
    parsing: .postTerminator,
    help: "What a script finds in `args`; a notebook knows what it was run with.")
  var arguments: [String] = []

  func run() throws {
    throw ExitCode(try verify(file))
  }

  private func verify(_ name: String) throws -> Int32 {
    let fresh = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-verify-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: fresh) }
    let context = CommandContext(script: name, keepsResults: true, storeFolder: fresh)
    let source = try ScriptFile.source(name, context, acceptsNotebook: true)
    let began = ContinuousClock.now
    let outcome: (verdict: Verdict, ending: Ending)
    do {
      outcome =
        name.lowercased().hasSuffix(".ipynb")
        ? try verifyNotebook(source, context) : try verifyScript(source, context)
    } catch let error as JupyterNotebookError {
      context.emit(.diagnostics([error.diagnostic(file: name)]))
      return ExitStatus.failure
    } catch let error as RunStoreError {
      context.emit(.diagnostics([Diagnostic(error.message, hint: error.hint)]))
      return ExitStatus.failure
    }
    guard outcome.ending != .interrupted else { return ExitStatus.interrupted }
    report(outcome.verdict, name, (ContinuousClock.now - began) / .seconds(1), context)
    let isRight =
      outcome.verdict.isReproduced && !outcome.verdict.isEmpty && outcome.ending != .failed
    return isRight ? ExitStatus.success : ExitStatus.failure
  }

  private func verifyNotebook(
    _ source: SourceFile, _ context: CommandContext
  ) throws -> (Verdict, Ending) {
    let notebook = try RecordedNotebook(source.bytes)
    let script = notebook.script.flatMap { script in
      source.path.map {
        URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent(script)
          .standardizedFileURL
      }
    }
    // Paths in it are relative to the script that it was exported from, whether that is still there.
    let file = SourceFile(name: source.name, path: script?.path ?? source.path, text: notebook.text)
    context.session.arguments = notebook.arguments
    let recorder = SessionRecorder(context.session)
    let ending = context.quietly { context.session.run(file: file) }
    var verdict = Verdict(notebook, cells: context.session.cells, records: recorder.records)
    if let script { verdict.compareScript(at: script, named: notebook.script ?? "", file) }
    return (verdict, ending)
  }

  private func verifyScript(
    _ source: SourceFile, _ context: CommandContext
  ) throws -> (Verdict, Ending) {
    context.session.arguments = arguments
    let recorder = SessionRecorder(context.session)
    let ending = context.quietly { context.session.run(file: source) }
    let verdict = try Verdict(
      kept: context.folders.runs, fresh: context.storeFolder, cells: context.session.cells,
      records: recorder.records)
    return (verdict, ending)
  }

  private func report(
    _ verdict: Verdict, _ name: String, _ seconds: Double, _ context: CommandContext
  ) {
    func count(_ number: Int, _ word: String) -> String {
      "\(Numeral.count(number)) \(word)\(number == 1 ? "" : "s")"
    }
    let work =
      "\(count(verdict.cellCount, "cell")) and \(count(verdict.runCount, "run"))"
      + (verdict.resultCount > 0 ? " and \(count(verdict.resultCount, "kept result"))" : "")
      + " in "
      + Numeral.duration(seconds)
    var lines: [String] = []
    if verdict.isEmpty {
      lines.append("\(name): no runs, so the store has nothing to compare with: \(work)")
      lines.append(
        "  `pts export \(name) --to ipynb` writes a notebook that says what every cell gave")
    } else if verdict.isReproduced {
      lines.append("\(name): reproduced, bit for bit: \(work)")
    } else {
      lines.append("\(name): \(count(verdict.differences.count, "difference")) in \(work)")
      for difference in verdict.differences {
        lines.append("  \(difference.subject): \(difference.details.joined(separator: "; "))")
      }
    }
    lines += verdict.remarks.map { "  \($0)" }
    Streams.standard.output.write(lines.joined(separator: "\n") + "\n")
  }
}
