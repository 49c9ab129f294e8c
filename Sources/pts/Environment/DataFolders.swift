import Foundation

/// Where runs and history lie: under `PTS_HOME`, else where XDG has it.
struct DataFolders {
  /// The run store's folder.
  let runs: URL
  let history: URL

  init(environment: [String: String]) {
    func folder(_ name: String) -> URL? {
      // The XDG specification has relative paths ignored.
      guard let path = environment[name], path.hasPrefix("/") else { return nil }
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    let home = folder("HOME") ?? URL(fileURLWithPath: NSHomeDirectory(), isDirectory: true)
    if let path = environment["PTS_HOME"], !path.isEmpty {
      let own = URL(fileURLWithPath: (path as NSString).expandingTildeInPath, isDirectory: true)
      runs = own
      history = own.appendingPathComponent("history.jsonl")
    } else {
      runs = (folder("XDG_DATA_HOME") ?? home.appendingPathComponent(".local/share"))
        .appendingPathComponent("pts")
      history = (folder("XDG_STATE_HOME") ?? home.appendingPathComponent(".local/state"))
        .appendingPathComponent("pts/history.jsonl")
    }
  }
}
