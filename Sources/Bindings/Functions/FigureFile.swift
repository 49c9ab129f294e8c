import Figures
import Foundation
import Script

/// `save(value, file)`: what a cell shows of a value, as a file of the kind that its name says.
enum FigureFile {
  static let save = Builtin(
    "save",
    [
      Parameter("value", .any), Parameter("file", .string),
      Parameter("mkdir", .bool, default: false),
    ],
    doc:
      "writes a picture or a table to a file: a plot as `.svg` or `.png`, anything as `.html` or `.txt`, "
      + "what has columns as `.csv`; runs and prompts have a `save` of their own",
    example: "save(plot([3, 2, 1.5, 1.2], title: \"loss\"), \"loss.svg\")", defersToObject: true
  ) { call in
    guard let figure = Figure(call[0]) else {
      throw Fault("there is nothing to save: the value is none", at: .argument(0))
    }
    let path = try call.string(1)
    let data = try contents(figure, path)
    let makesFolders = try call.bool(2)
    try call.engine.writing {
      try call.engine.write(
        data, to: path, usedIn: call.range.file, WriteOptions(makesFolders: makesFolders),
        named: .argument(1))
    }
    return .none
  }

  /// The file's bytes, by the end of its name.
  private static func contents(_ figure: Figure, _ path: String) throws -> Data {
    let kind = (path as NSString).pathExtension.lowercased()
    switch kind {
    case "svg": return Data((try svg(figure) + "\n").utf8)
    case "png":
      do {
        // Twice as fine as a screen's pixels, for papers and slides.
        return Data(try RasterPicture(svg: svg(figure), scale: 2).png())
      } catch let failure as RasterPicture.Failure {
        throw failure.fault
      }
    case "html", "htm": return Data(HTMLDrawer().document(figure).utf8)
    case "txt":
      return Data((TerminalDrawer(Terminal(width: 100)).draw(figure) + "\n").utf8)
    case "csv":
      guard let csv = figure.csv else {
        throw Fault(
          "a \(figure.kind) has no columns for `\(path)`",
          hint: "tables, charts and lists of records have; write `.txt` or `.html`",
          at: .argument(1))
      }
      return Data(csv.utf8)
    default:
      throw Fault(
        kind.isEmpty
          ? "`\(path)` doesn't say what kind of file it is" : "`.\(kind)` files can't be written",
        hint: kind == "json"
          ? "write_json(\(Value.string(path).source), value) writes JSON"
          : "end the name in .svg, .png, .html, .txt or .csv", at: .argument(1))
    }
  }

  private static func svg(_ figure: Figure) throws -> String {
    guard let svg = SVGDrawer(.light).draw(figure) else {
      throw Fault(
        "a \(figure.kind) isn't a picture", hint: "plot it first, or save it as .html or .txt",
        at: .argument(0))
    }
    return svg
  }
}

extension RasterPicture.Failure {
  /// What went wrong with a picture of pixels, and what to do about it.
  fileprivate var fault: Fault {
    switch self {
    case .noLibrary(let reason):
      Fault(
        "PNG needs librsvg: \(reason)", hint: "install the package librsvg2-2, or save as .svg",
        at: .argument(1))
    case .notDrawn(let reason):
      Fault(
        "the picture can't be drawn as PNG: \(reason)", hint: "save it as .svg", at: .argument(1))
    }
  }
}
