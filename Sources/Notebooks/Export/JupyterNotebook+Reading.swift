import JSON

extension JupyterNotebook {
  /// More cells than this aren't read: nobody works with them, and a file of a few bytes a cell may
  /// have millions.
  private static let mostCells = 20_000

  /// Reads a notebook that anybody may have written.
  init(parsing bytes: [UInt8]) throws(JupyterNotebookError) {
    let json: JSONValue
    do throws(JSONFault) {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(error)
    }
    guard json.object != nil, let version = json["nbformat"]?.int else { throw .notANotebook }
    guard version == 4 else { throw .otherVersion(version) }
    guard let cells = json["cells"]?.array else { throw .notANotebook }
    guard cells.count <= Self.mostCells else { throw .tooManyCells(Self.mostCells) }
    metadata = json["metadata"]?.object ?? []
    self.cells = []
    for (index, cell) in cells.enumerated() {
      self.cells.append(try Self.cell(cell, at: index + 1))
    }
  }

  private static func cell(_ json: JSONValue, at index: Int) throws(JupyterNotebookError) -> Cell {
    guard let type = json["cell_type"]?.string, let kind = Kind(rawValue: type) else {
      throw .malformedCell(index, "has no `cell_type` that is code, markdown or raw")
    }
    guard let source = text(json["source"]) else {
      throw .malformedCell(index, "has no `source` that is text, or a list of lines")
    }
    return Cell(
      kind: kind, source: source, number: json["execution_count"]?.int,
      outputs: json["outputs"]?.array ?? [], metadata: json["metadata"]?.object ?? [],
      hasAttachments: json["attachments"]?.object?.isEmpty == false)
  }

  /// A text in one piece, or in lines.
  static func text(_ json: JSONValue?) -> String? {
    if let text = json?.string { return text }
    guard let lines = json?.array else { return nil }
    var text = ""
    for line in lines {
      guard let line = line.string else { return nil }
      text += line
    }
    return text
  }
}
