import Bindings
import CaseFiles
import Diagnostics
import Foundation
import Hub
import ReferenceData
import Script

/// Runs one script on the real engine, with files in a folder of its own and no store.
enum BindingsRunner {
  /// A hub without a network, and with nothing in its cache.
  static let noHub = HubSettings(
    environment: ["HF_HOME": "/nonexistent/huggingface", "HF_HUB_OFFLINE": "1"])

  static let tinyModel = ReferenceData.root.appendingPathComponent("models/tiny")

  /// Paths that cases name: a model folder `tiny`, an adapter `adapter`, and data files.
  static func run(
    _ text: String, name: String, files: [String: String] = [:], store: URL? = nil,
    resumes: Bool = false, observer: any RunObserver = SilentObserver(),
    interrupt: InterruptFlag = InterruptFlag(), hub: HubSettings? = nil
  ) throws -> CaseFile.Outcome {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-case-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (link, target) in [
      ("tiny", "models/tiny"), ("untied", "models/untied"), ("adapter", "tuning/adamw-p5/initial"),
      ("encoder", "models/bert-classifier"), ("t5", "models/t5-gated"),
    ] {
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent(link),
        withDestinationURL: ReferenceData.root.appendingPathComponent(target))
    }
    for (name, content) in dataFiles.merging(files, uniquingKeysWith: { $1 }) {
      try Data(content.utf8).write(to: folder.appendingPathComponent(name))
    }
    return DeepStack.run {
      var output = ""
      let host = EngineHost(
        .init(
          write: { output += $0 },
          // What is said of a processor's instructions is none of a case's output.
          warn: { if !$0.contains("native bf16 instructions") { output += "warning: " + $0 } },
          display: { output += $0.source + "\n" }, observer: observer,
          hub: hub ?? noHub, interrupt: interrupt, resumesRuns: resumes, storeFolder: store))
      let interpreter = Interpreter(host: host, interrupt: interrupt)
      let file = SourceFile(
        name: name, path: folder.appendingPathComponent("case.pts").path, text: text)
      let program = interpreter.prepare(file)
      if program.diagnostics.contains(where: { $0.severity == .error }) {
        return CaseFile.Outcome(output: output, diagnostics: program.diagnostics)
      }
      do {
        for cell in program.cells where !cell.isProse {
          let value = try interpreter.run(cell, of: program)
          guard !value.isNone else { continue }
          output += value.source + "\n"
          interpreter.remember(value, cell: cell.index + 1)
        }
      } catch ScriptError.fault(let diagnostic) {
        return CaseFile.Outcome(output: output, diagnostics: [diagnostic])
      } catch {
        return CaseFile.Outcome(output: output, diagnostics: [Diagnostic("stopped: \(error)")])
      }
      return CaseFile.Outcome(output: output, diagnostics: [])
    }
  }

  /// Data files that every case finds in its folder.
  private static let dataFiles = [
    "reviews.csv": reviews,
    "uneven.jsonl": """
    {"text": "a", "mood": "bad", "tags": [1]}
    {"text": "b", "mood": "good", "extra": 1}

    {"mood": "good"}
    """,
    "quoted.tsv": "text\tmood\n\"Hello\tgood\nthere\tbad\n",
    "lines.csv": "review,mood\n\"two\nlines\",up\nshort,sideways\n",
  ]

  static let reviews: String = {
    var text = "review,mood\n"
    for (index, mood) in ["positive", "negative", "negative", "positive"].enumerated() {
      for subject in ["soup", "film", "inn", "game", "book"] {
        text += "the \(subject) was \(mood == "positive" ? "good" : "bad") \(index),\(mood)\n"
      }
    }
    return text
  }()
}
