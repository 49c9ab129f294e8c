import Bindings

extension Verdict {
  /// Compares what a notebook says of its cells with what they gave now, bit for bit.
  ///
  /// - Parameters:
  ///   - cells: of the session that has run the notebook again.
  ///   - records: of its cells of code, in order.
  package init(_ notebook: RecordedNotebook, cells: [NotebookCell], records: [CellRecord]) {
    let ran = cells.filter { !$0.isProse }
    cellCount = notebook.cells.count
    runCount = Set(records.flatMap(\.runs).map(\.key)).count
    /// The first cell that differs for a reason of its own.
    var cause: String?
    for (index, cell) in notebook.cells.enumerated() {
      guard index < ran.count, index < records.count else {
        differences.append(
          Difference(
            subject: "cell \(index + 1)", details: ["it didn't run: a cell before it failed"]))
        continue
      }
      var comparison = CellComparison(cell, records[index], VisibleResults(ran[index]))
      guard !comparison.details.isEmpty else { continue }
      let subject = ran[index].subject
      if comparison.hasCause {
        cause = cause ?? subject
      } else if let cause {
        comparison.details[comparison.details.count - 1] += ", which may follow from \(cause)"
      }
      differences.append(Difference(subject: subject, details: comparison.details))
    }
    if !isReproduced { explain(notebook.origin, isExplained: cause != nil) }
  }

  private mutating func explain(_ origin: RecordedNotebook.Origin?, isExplained: Bool) {
    var changes: [String] = []
    func compare(_ name: String, _ before: String, _ now: String) {
      if before != now { changes.append("\(name) \(before), now \(now)") }
    }
    guard let origin else { return }
    compare("pts", origin.version, Version.current)
    compare("the processor's path", origin.processor, Machine.path)
    compare("the machine", origin.machine, Machine.summary)
    if !changes.isEmpty {
      remarks.append("the notebook was made with " + changes.joined(separator: "; "))
    } else if !isExplained {
      remarks.append(
        "code, rows, weights, version and processor are the same: time, a file that isn't a dataset, "
          + "or another program decides these results")
    }
  }
}

/// One cell's record and what it gave now.
private struct CellComparison {
  var details: [String] = []
  /// Whether what changed is something that results follow from.
  private(set) var hasCause = false

  init(_ cell: RecordedNotebook.Cell, _ now: CellRecord, _ visible: VisibleResults) {
    // Another front end may draw otherwise, the words are the same.
    let types = cell.record == nil ? [.plainText] : DisplayData.types
    let difference = cell.results?.difference(
      from: visible, in: Set(types.map(\.rawValue)))
    if let before = cell.record {
      compare(before, now, code: cell.code)
      if let difference {
        details.append(difference)
      } else if before.outputs != now.outputs {
        details.append("what it printed or showed has another digest")
      }
    } else if let difference {
      details = [difference]
    } else if cell.results == nil {
      details = ["it hasn't been run since it was added"]
      hasCause = true
    }
  }

  private mutating func compare(_ before: CellRecord, _ now: CellRecord, code: String) {
    if before.code != code {
      details.append("its code has changed since the notebook was made")
      hasCause = true
    }
    let files = Dictionary(now.files.map { ($0.path, $0.digest) }) { $1 }
    for file in before.files where files[file.path] != file.digest {
      details.append(
        files[file.path] == nil ? "it didn't read `\(file.path)`" : "`\(file.path)` has changed")
      hasCause = true
    }
    let current = Dictionary(now.names.map { ($0.name, $0) }) { $1 }
    for name in before.names {
      guard let found = current[name.name] else {
        details.append("`\(name.name)` isn't defined any more")
        continue
      }
      if found != name { compare(name, now, before) }
    }
    // A value that has a name is reported by it.
    if details.isEmpty, before.value != now.value { details.append("its value differs") }
  }

  private mutating func compare(
    _ name: CellRecord.Name, _ now: CellRecord, _ before: CellRecord
  ) {
    switch name.kind {
    case "model":
      details.append("model `\(name.name)` has other weights, or another tokenizer")
      hasCause = true
    case "dataset":
      details.append("dataset `\(name.name)` has other rows")
      hasCause = true
    case "run", "grid":
      let keys = before.runs.map(\.key) == now.runs.map(\.key)
      details.append(
        keys
          ? "\(name.kind) `\(name.name)` has the same key and other numbers"
          : "\(name.kind) `\(name.name)` has another key")
    default: details.append("`\(name.name)` differs")
    }
  }
}
