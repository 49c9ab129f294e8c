import JSON

/// A notebook as Jupyter keeps it (nbformat 4): cells, and metadata that each program adds its own to.
struct JupyterNotebook {
  enum Kind: String { case code, markdown, raw }

  struct Cell {
    let kind: Kind
    let source: String
    /// Of code that has run.
    var number: Int?
    var outputs: [JSONValue] = []
    var metadata: [JSONMember] = []
    /// Whether images are attached to it, which no text file can hold.
    var hasAttachments = false

    /// What pts has noted of it.
    var note: JSONValue? { JSONValue.object(metadata)[JupyterNotebook.ownName] }
  }

  var cells: [Cell]
  var metadata: [JSONMember]

  /// The name of the kernel, of the language and of what pts adds to metadata.
  static let ownName = "pts"
  /// What scripts begin with.
  static let usualHead = "#!/usr/bin/env pts\n"

  /// What pts has noted of the whole notebook.
  var note: JSONValue? { JSONValue.object(metadata)[Self.ownName] }

  /// The language its code is in, in lower case; nil where it doesn't say.
  var language: String? {
    let metadata = JSONValue.object(metadata)
    let name =
      metadata["language_info"]?["name"]?.string ?? metadata["kernelspec"]?["language"]?.string
      ?? metadata["kernelspec"]?["name"]?.string
    return name.map { $0.lowercased() }
  }

  // MARK: Writing

  var json: JSONValue {
    .record([
      "cells": .array(
        cells.enumerated().map { Self.json($0.element, id: "cell-\($0.offset + 1)") }),
      "metadata": .object(metadata), "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ])
  }

  private static func json(_ cell: Cell, id: String) -> JSONValue {
    var members: [JSONMember] = [JSONMember("cell_type", .text(cell.kind.rawValue))]
    if cell.kind == .code {
      members.append(JSONMember("execution_count", cell.number.map { .integer($0) } ?? .null))
    }
    members.append(JSONMember("id", .text(id)))
    members.append(JSONMember("metadata", .object(cell.metadata)))
    if cell.kind == .code { members.append(JSONMember("outputs", .array(cell.outputs))) }
    members.append(JSONMember("source", lines(cell.source)))
    return .object(members)
  }

  /// A text as a list of lines, each with its end, which version control compares line by line.
  static func lines(_ text: String) -> JSONValue {
    var lines: [JSONValue] = []
    var rest = text[...]
    while let end = rest.firstIndex(where: \.isNewline) {
      lines.append(.text(String(rest[...end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { lines.append(.text(String(rest))) }
    return .array(lines)
  }
}
