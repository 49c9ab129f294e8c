import ArgumentParser
import Diagnostics
import Files
import Foundation
import Notebooks

/// `pts import NOTEBOOK`: a Jupyter notebook as a script.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Write a Jupyter notebook as a script.",
    usage: "pts import NOTEBOOK.ipynb [-o FILE.pts]",
    discussion: """
      A notebook that pts has exported comes back as the script it was, with what was changed in \
      Jupyter. Of any other notebook the prose comes, and code of other languages as text in prose.

      Examples:
        pts import mood.ipynb              writes mood.pts, unless another file has that name
        pts import mood.ipynb -o new.pts   replaces new.pts
        pts import mood.ipynb -o -         to stdout
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, or - for stdout; by default beside the notebook.", valueName: "file"),
    completion: .file(extensions: ["pts"]))
  var output: String?

  @Argument(
    help: ArgumentHelp("The notebook, or - for stdin.", valueName: "notebook"),
    completion: .file(extensions: ["ipynb"]))
  var notebook: String

  func run() throws {
    let context = CommandContext()
    let source = try ScriptFile.source(notebook, context, acceptsNotebook: true)
    let imported: NotebookImport
    do throws(JupyterNotebookError) {
      imported = try NotebookImport(source.bytes)
    } catch {
      context.emit(.diagnostics([error.diagnostic(file: notebook)]))
      throw ExitCode(ExitStatus.failure)
    }
    for remark in imported.remarks { context.emit(.notice("\(source.name): \(remark)")) }
    let name = output ?? defaultName
    guard let name, name != "-" else {
      Streams.standard.output.write(imported.text)
      return
    }
    try write(imported.text, to: name, context)
  }

  /// Nil of a pipe.
  private var defaultName: String? {
    notebook == "-" ? nil : (notebook as NSString).deletingPathExtension + ".pts"
  }

  private func write(_ text: String, to name: String, _ context: CommandContext) throws {
    let url = URL(fileURLWithPath: name)
    if output == nil, let kept = FileManager.default.contents(atPath: url.path) {
      guard kept != Data(text.utf8) else {
        return context.emit(.notice("\(name) has the same text already"))
      }
      try fail(
        Diagnostic("there is a file `\(name)` already", hint: "`-o \(name)` replaces it"), context)
    }
    do throws(FileError) {
      try AtomicFile.write(Data(text.utf8), to: url)
    } catch {
      try fail(Diagnostic("`\(name)` \(error.clause)"), context)
    }
    context.emit(.notice("wrote \(name)"))
  }

  private func fail(_ diagnostic: Diagnostic, _ context: CommandContext) throws {
    context.emit(.diagnostics([diagnostic]))
    throw ExitCode(ExitStatus.failure)
  }
}
