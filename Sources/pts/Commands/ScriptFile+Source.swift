import ArgumentParser
import Diagnostics
import Notebooks

extension ScriptFile {
  /// The one file that a command names, `-` for stdin; leaves with its fault where it can't be read.
  static func source(
    _ name: String, _ context: CommandContext, acceptsNotebook: Bool = false
  ) throws -> SourceFile {
    do throws(ScriptFileError) {
      return try name == "-" ? readPipe() : read(name, acceptsNotebook: acceptsNotebook)
    } catch {
      let error = CommandError.script(error)
      context.emit(.diagnostics([error.diagnostic]))
      throw ExitCode(error.status)
    }
  }
}
