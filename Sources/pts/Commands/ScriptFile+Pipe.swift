import Diagnostics
import Foundation
import Notebooks
import Ranks

extension ScriptFile {
  static func read(
    _ name: String, acceptsNotebook: Bool = false
  ) throws(ScriptFileError) -> SourceFile {
    try read(name, InterruptSignal.flag, acceptsNotebook: acceptsNotebook)
  }

  static func readPipe() throws(ScriptFileError) -> SourceFile {
    // Of several processes the first has the pipe.
    let bytes = try Launch.group.isFirst ? bytes("stdin", STDIN_FILENO, InterruptSignal.flag) : []
    return try decode("stdin", path: nil, Launch.group.broadcast(bytes))
  }
}
