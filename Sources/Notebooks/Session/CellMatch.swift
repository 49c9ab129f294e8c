import Script
import Syntax

/// What became of a notebook's cells in a newer text of its file.
enum CellMatch {
  enum Step {
    case same(NotebookCell, Cell)
    case edited(NotebookCell, Cell)
    case added(Cell)
    case removed(NotebookCell)
    /// Of the session alone: no file has it.
    case kept(NotebookCell)
  }

  private enum Key: Hashable {
    case prose(String)
    case code(CodeText)
  }

  /// In the order of the newer text. Cells of the session alone stay where they are between others.
  static func steps(from cells: [NotebookCell], to new: [Cell]) -> [Step] {
    let oldKeys = cells.map { key($0.currentSource, isProse: $0.isProse) }
    let newKeys = new.map { key(PercentFormat.body(ofCell: $0.range.text), isProse: $0.isProse) }
    var steps: [Step] = []
    var (old, next) = (0, 0)
    for (oldIndex, newIndex) in common(oldKeys, newKeys) + [(cells.count, new.count)] {
      steps += changed(cells[old..<oldIndex], new[next..<newIndex])
      guard oldIndex < cells.count else { break }
      steps.append(.same(cells[oldIndex], new[newIndex]))
      (old, next) = (oldIndex + 1, newIndex + 1)
    }
    return steps
  }

  private static func key(_ source: String, isProse: Bool) -> Key {
    isProse ? .prose(source) : .code(CodeText(source))
  }

  /// The longest common subsequence, as pairs of indices.
  private static func common(_ old: [Key], _ new: [Key]) -> [(Int, Int)] {
    var lengths = [[Int]](
      repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        lengths[i][j] =
          old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < old.count, j < new.count {
      if old[i] == new[j] {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if lengths[i + 1][j] >= lengths[i][j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }

  /// Cells between two that stayed the same: a new one is an edited old one where both define a name,
  /// or else where it is its turn.
  private static func changed(_ old: ArraySlice<NotebookCell>, _ new: ArraySlice<Cell>) -> [Step] {
    var left = old.filter { $0.isOfFile && !$0.isProse }
    var partners: [Int: NotebookCell] = [:]
    func pair(_ fits: (NotebookCell, Cell) -> Bool) {
      for (index, cell) in zip(new.indices, new) where !cell.isProse && partners[index] == nil {
        guard let found = left.firstIndex(where: { fits($0, cell) }) else { continue }
        partners[index] = left.remove(at: found)
      }
    }
    pair { !Set($0.defined).isDisjoint(with: $1.names.defined) }
    pair { old, cell in old.defined.isEmpty || cell.names.defined.isEmpty }
    let steps: [Step] = zip(new.indices, new).map { index, cell in
      partners[index].map { .edited($0, cell) } ?? .added(cell)
    }
    let gone = left + old.filter { $0.isOfFile && $0.isProse }
    return steps + gone.map(Step.removed) + old.filter { !$0.isOfFile }.map(Step.kept)
  }
}
