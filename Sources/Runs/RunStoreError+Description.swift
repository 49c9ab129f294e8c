extension RunStoreError: CustomStringConvertible {
  package var description: String { message + (hint.map { "; \($0)" } ?? "") }

  /// What is wrong.
  package var message: String {
    switch self {
    case .unwritable(let path, let reason): "\(path): can't be written: \(reason)"
    case .diskFull(let path): "\(path): the disk is full"
    case .damaged(let path, let reason): "\(path): the run store is damaged: \(reason)"
    case .newerLayout(let path): "\(path): written by a later version of pts"
    case .databaseBusy(let path): "\(path): another process holds the run store"
    case .damagedCheckpoint(let path, let reason): "\(path): damaged checkpoint: \(reason)"
    case .unknownRun(let id): "no run in the store has the name or the id `\(id)`"
    case .ambiguousRun(let id, let matches):
      "`\(id)` could be \(matches.joined(separator: ", "))"
    case .alreadyTraining(let key, let process):
      "run \(key.prefix(8)) is being trained by "
        + (process.map { "process \($0)" } ?? "another process")
    }
  }

  /// What to do about it.
  package var hint: String? {
    switch self {
    case .unwritable: "PTS_HOME names another folder to keep runs in"
    case .diskFull: "make room; what was kept before is still there"
    case .damaged(let path, _): "move \(path) away to start a new one"
    case .newerLayout: "use that version, or another PTS_HOME"
    case .databaseBusy: "try again"
    case .damagedCheckpoint: "remove it to start the run from scratch"
    case .unknownRun: "`pts runs` lists them"
    case .ambiguousRun: "give more digits"
    case .alreadyTraining: "wait for it, or change a setting to make it another run"
    }
  }
}
