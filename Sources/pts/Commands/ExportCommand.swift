import ArgumentParser
import Diagnostics
import Files
import Foundation
import Notebooks

/// `pts export FILE`: runs a script and writes it with what it gave, as one document.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Run a script and write it with its results as one document.",
    usage: "pts export FILE.pts [--to html|ipynb|md] [-o OUT] [-- ARGUMENTS …]",
    discussion: """
      Examples:
        pts export mood.pts                    writes mood.html: one file, no network, no script
        pts export mood.pts --to ipynb         a notebook that Jupyter opens, and `pts verify` checks
        pts export mood.pts -o docs/mood.md    Markdown, its pictures in docs/mood_files
        pts export mood.pts --to md -o -       to stdout, pictures as text
        pts export mood.pts -- --lr 0.3        with arguments of the script

      A script that fails writes nothing.
      """)

  @Option(help: "What to write: html (the default), ipynb or md.")
  var to: ExportFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, or - for stdout; by default beside the script.", valueName: "out"),
    completion: .file(extensions: ExportFormat.allCases.map(\.rawValue)))
  var output: String?

  @Argument(
    help: ArgumentHelp("The script, or - for stdin.", valueName: "file"),
    completion: .file(extensions: ["pts"]))
  var file: String

  @Argument(parsing: .postTerminator, help: "What the script finds in `args`.")
  var arguments: [String] = []

  func run() throws {
    let context = CommandContext(script: file, keepsResults: true)
    let source = try ScriptFile.source(file, context)
    let format = to ?? output.flatMap(ExportFormat.init(ofFile:)) ?? .html
    let target = ExportTarget(output, of: source, as: format)
    context.session.arguments = arguments
    let recorder = SessionRecorder(context.session)
    let ending = context.quietly { context.session.run(file: source) }
    guard ending == .finished || ending == .exited(0) else {
      context.emit(.notice("nothing was written: the script didn't finish"))
      throw ExitCode(ExitStatus.of(ending))
    }
    let document = NotebookDocument(
      source, cells: context.session.cells, records: recorder.records, arguments: arguments)
    let files = ExportedFiles(
      document, as: format, pictureFolder: target.pictureFolder, script: target.script,
      image: { PictureFile.dataAddress($0, beside: source.path) })
    guard let url = target.url else {
      Streams.standard.output.write(files.text)
      return
    }
    do throws(FileError) {
      for picture in files.pictures {
        let file = url.deletingLastPathComponent().appendingPathComponent(picture.path)
        try Folder.create(file.deletingLastPathComponent())
        try AtomicFile.write(Data(picture.text.utf8), to: file)
      }
      try AtomicFile.write(Data(files.text.utf8), to: url)
    } catch {
      context.emit(.diagnostics([Diagnostic("`\(target.name)` \(error.clause)")]))
      throw ExitCode(ExitStatus.failure)
    }
    context.emit(.notice("wrote \(target.name)"))
  }
}

extension ExportFormat: ExpressibleByArgument {}

/// Where an export goes.
private struct ExportTarget {
  /// Nil for stdout.
  let url: URL?
  let name: String
  /// The script's path as the document's folder has it; nil of a pipe.
  let script: String?

  init(_ output: String?, of source: SourceFile, as format: ExportFormat) {
    let fromPipe = output == nil && source.path == nil
    guard output != "-", !fromPipe else {
      (url, name, script) = (nil, "-", nil)
      return
    }
    let target =
      output.map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: source.path!).deletingPathExtension()
      .appendingPathExtension(format.rawValue)
    url = target
    name = output ?? (source.name as NSString).deletingPathExtension + "." + format.rawValue
    script = source.path.map {
      RelativePath.of($0, from: target.deletingLastPathComponent().standardizedFileURL.path)
    }
  }

  var pictureFolder: String? {
    url.map { $0.deletingPathExtension().lastPathComponent + "_files" }
  }
}
