import Script

extension Session {
  /// Says which cells have become stale since this was said last, and that the notebook's file has
  /// changed on the disk.
  package func noteChanges() {
    if hasFileChanged, let origin {
      emit(.notice("\(origin.name) has changed on the disk · `:reload` takes it over"))
    }
    let stale = staleCells.all
    let new = stale.filter { !toldStale.contains($0.cell.number ?? 0) }
    toldStale = Set(stale.compactMap(\.cell.number))
    guard let phrase = StalePhrase(new.map(\.cell)) else { return }
    let why = why(new.map(\.reason), isPlural: phrase.isPlural)
    let them = phrase.isPlural ? "them" : "it"
    emit(.notice("\(phrase.subject) stale: \(why) · `:run stale` runs \(them) again"))
  }

  private func why(_ reasons: [StaleCells.Reason], isPlural: Bool) -> String {
    var names: [String] = []
    var files: [String] = []
    var clauses: [String] = []
    for reason in reasons {
      switch reason {
      case .edited, .added: clauses.append(isPlural ? "some were edited" : "it was edited")
      case .name(let name): names.append("`\(name)`")
      case .file(let name): files.append("`\(name)`")
      }
    }
    func list(_ words: [String]) -> String {
      var seen: Set<String> = []
      let unique = words.filter { seen.insert($0).inserted }
      let more = unique.count > 4 ? ["\(unique.count - 4) more"] : []
      return Phrase.alternatives(Array(unique.prefix(4)) + more, "and")
    }
    let subject = isPlural ? "they" : "it"
    if !names.isEmpty { clauses.append("\(subject) used \(list(names))") }
    if !files.isEmpty { clauses.append("\(subject) read \(list(files))") }
    var seen: Set<String> = []
    return clauses.filter { seen.insert($0).inserted }.joined(separator: "; ")
  }
}
