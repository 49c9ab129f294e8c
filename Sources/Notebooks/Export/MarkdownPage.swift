import Diagnostics
import Figures
import Foundation

/// A notebook as Markdown: prose as it is, code and printed text in fences, tables as tables,
/// pictures as files beside the page.
struct MarkdownPage {
  private(set) var text = ""
  private(set) var pictures: [(path: String, text: String)] = []
  private let pictureFolder: String?

  /// - Parameter pictureFolder: relative to the page; nil draws pictures as text.
  init(_ document: NotebookDocument, pictureFolder: String?) {
    self.pictureFolder = pictureFolder
    text = document.cells.map { draw($0) }.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private mutating func draw(_ cell: NotebookDocument.Cell) -> String {
    guard cell.number != nil else { return cell.percent.source }
    var parts: [String] = []
    if !cell.percent.title.isEmpty { parts.append("*\(MarkdownText.title(cell.percent.title))*") }
    if !cell.percent.source.isEmpty {
      parts.append(MarkdownText.fence(cell.percent.source, "pts"))
    }
    for output in cell.outputs.joined { parts += draw(output) }
    if cell.omittedOutputs > 0 {
      parts.append("*… \(Numeral.count(cell.omittedOutputs)) more outputs*")
    }
    return parts.joined(separator: "\n\n")
  }

  private mutating func draw(_ output: CellOutput) -> [String] {
    switch output {
    case .stdout(let text), .stderr(let text), .notice(let text): [MarkdownText.fence(text, "text")]
    case .display(let data), .value(let data, _): draw(data.figure)
    case .diagnostics(let diagnostics):
      [MarkdownText.fence(DiagnosticRenderer().render(diagnostics), "text")]
    case .interrupted: ["*interrupted*"]
    case .run(let report): report.summary.map { ["> " + MarkdownText.escape($0)] } ?? []
    case .download, .work, .heading, .clear: []
    }
  }

  private mutating func draw(_ figure: Figure) -> [String] {
    switch figure {
    case .stack(let figures): return figures.flatMap { draw($0) }
    case .table(let table): return [MarkdownText.table(table)]
    case .tensor(let tensor) where tensor.showsHeatMap:
      var numbers = tensor
      numbers.showsHeatMap = false
      return draw(.tensor(numbers)) + (picture(figure).map { [$0] } ?? [])
    default:
      return [
        picture(figure) ?? MarkdownText.fence(TerminalDrawer(Terminal()).draw(figure), "text")
      ]
    }
  }

  /// A link to a picture of the figure; nil where it isn't one, or can't be written.
  private mutating func picture(_ figure: Figure) -> String? {
    guard let pictureFolder, let svg = SVGDrawer().draw(figure) else { return nil }
    let path = "\(pictureFolder)/figure-\(pictures.count + 1).svg"
    pictures.append((path, svg + "\n"))
    let address =
      path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.subtracting(["(", ")"]))
    return "![\(MarkdownText.escape(figure.alternative))](\(address ?? path))"
  }
}
