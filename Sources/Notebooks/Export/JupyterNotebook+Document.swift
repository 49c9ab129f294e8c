import Bindings
import Diagnostics
import Figures
import Foundation
import JSON

extension JupyterNotebook {
  /// A script that has run, with what its cells gave.
  ///
  /// - Parameter script: its path as the notebook's folder has it.
  init(_ document: NotebookDocument, script: String?) {
    metadata = [
      JSONMember(
        "kernelspec",
        .record([
          "display_name": .text(Self.ownName), "language": .text(Self.ownName),
          "name": .text(Self.ownName),
        ])),
      JSONMember(
        "language_info",
        .record([
          "file_extension": .text(".pts"), "mimetype": .text("text/x-pts"),
          "name": .text(Self.ownName), "version": .text(Version.current),
        ])),
      JSONMember(Self.ownName, Self.note(document, script: script)),
    ]
    cells = document.cells.map(Self.cell)
  }

  private static func note(_ document: NotebookDocument, script: String?) -> JSONValue {
    var members = [
      JSONMember("version", .text(Version.current)), JSONMember("machine", .text(Machine.summary)),
      JSONMember("processor", .text(Machine.path)),
    ]
    if let script { members.append(JSONMember("script", .text(script))) }
    if !document.arguments.isEmpty {
      members.append(JSONMember("arguments", .array(document.arguments.map { .text($0) })))
    }
    if document.head != usualHead {
      members.append(JSONMember("head", .text(document.head)))
    }
    return .object(members)
  }

  private static func cell(_ cell: NotebookDocument.Cell) -> Cell {
    var note = cell.record?.json.object ?? []
    // A file that is written otherwise than an import would write it comes back as it was.
    if !cell.isUsual { note.append(JSONMember("text", .text(cell.text))) }
    let metadata = note.isEmpty ? [] : [JSONMember(ownName, .object(note))]
    guard let number = cell.number else {
      let title = cell.percent.title
      return Cell(
        kind: .markdown, source: cell.percent.source,
        metadata: metadata + (title.isEmpty ? [] : [JSONMember("title", .text(title))]))
    }
    return Cell(
      kind: .code, source: source(of: cell.percent), number: number,
      outputs: cell.outputs.joined.compactMap(output), metadata: metadata)
  }

  /// Code under its title, which Jupyter has no other place for.
  static func source(of cell: PercentCell) -> String {
    cell.title.isEmpty ? cell.source : "# %% \(cell.title)\n\(cell.source)"
  }

  // MARK: Outputs

  /// Nil for what a notebook doesn't hold.
  static func output(_ output: CellOutput) -> JSONValue? {
    switch output {
    case .stdout(let text): stream("stdout", text)
    case .stderr(let text): stream("stderr", text)
    case .notice(let text): stream("stderr", text + "\n")
    case .display(let data):
      .record([
        "data": bundle(data), "metadata": .object([]), "output_type": .text("display_data"),
      ])
    case .value(let data, let cell):
      .record([
        "data": bundle(data), "execution_count": .integer(cell), "metadata": .object([]),
        "output_type": .text("execute_result"),
      ])
    case .diagnostics(let diagnostics): fault(diagnostics)
    case .interrupted:
      .record([
        "ename": .text("interrupted"), "evalue": .text(""), "output_type": .text("error"),
        "traceback": .array([.text("interrupted")]),
      ])
    case .run(let report): report.summary.map { stream("stderr", $0 + "\n") }
    case .download, .work, .heading, .clear: nil
    }
  }

  private static func stream(_ name: String, _ text: String) -> JSONValue {
    .record([
      "name": .text(name), "output_type": .text("stream"), "text": lines(text),
    ])
  }

  private static func fault(_ diagnostics: [Diagnostic]) -> JSONValue {
    let text = DiagnosticRenderer().render(diagnostics)
    guard let error = diagnostics.first(where: { $0.severity == .error }) else {
      return stream("stderr", text)
    }
    return .record([
      "ename": .text("error"), "evalue": .text(error.message), "output_type": .text("error"),
      "traceback": lines(text),
    ])
  }

  /// A figure in every form that a front end may choose from.
  static func bundle(_ data: DisplayData) -> JSONValue {
    .object(
      DisplayData.types.compactMap { type in
        data.content(type).map { JSONMember(type.rawValue, lines($0)) }
      })
  }
}
