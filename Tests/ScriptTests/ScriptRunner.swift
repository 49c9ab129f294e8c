import CaseFiles
import Diagnostics
import Script

/// Runs one script as `pts FILE` does: a check of everything, then cell by cell until a fault.
enum ScriptRunner {
  static func run(_ text: String, name: String = "test.pts") -> CaseFile.Outcome {
    DeepStack.run {
      let host = TestHost()
      let interpreter = Interpreter(host: host)
      let program = interpreter.prepare(SourceFile(name: name, text: text))
      guard !program.diagnostics.containsErrors else {
        return CaseFile.Outcome(output: host.output, diagnostics: program.diagnostics)
      }
      do {
        for cell in program.cells {
          let value = try interpreter.run(cell, of: program)
          guard !value.isNone else { continue }
          host.output += value.source + "\n"
          interpreter.remember(value, cell: cell.index + 1)
        }
      } catch ScriptError.fault(let diagnostic) {
        return CaseFile.Outcome(
          output: host.output, diagnostics: program.diagnostics + [diagnostic])
      } catch {
        return CaseFile.Outcome(
          output: host.output, diagnostics: [Diagnostic("interrupted: \(error)")])
      }
      return CaseFile.Outcome(output: host.output, diagnostics: program.diagnostics)
    }
  }
}
