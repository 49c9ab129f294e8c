import ArgumentParser
import Diagnostics
import Notebooks

extension ScriptFile {
  /// Reads the files that a command names, `-` for stdin, and leaves with the worst of their statuses.
  ///
  /// - Parameter body: does the command's work on one file and gives its status.
  static func each(
    _ names: [String], resumes: Bool = false, forces: Bool = false,
    _ body: (_ name: String, SourceFile, CommandContext) -> Int32
  ) throws {
    var status = ExitStatus.success
    for name in names {
      // Each file by itself: one file's names aren't defined in the next.
      let context = CommandContext(resumes: resumes, forces: forces, script: name)
      do throws(ScriptFileError) {
        let file = try name == "-" ? readPipe() : read(name)
        status = max(status, body(name, file, context))
      } catch {
        let error = CommandError.script(error)
        context.emit(.diagnostics([error.diagnostic]))
        status = max(status, error.status)
      }
    }
    throw ExitCode(status)
  }
}
