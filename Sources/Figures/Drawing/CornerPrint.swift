import TextWidth

/// A tensor's values in nested brackets, their middle left out where it is long.
struct CornerPrint {
  let lines: [String]
  /// Whether every value is there.
  let isComplete: Bool

  init(_ tensor: TensorFigure, terminal: Terminal) {
    func printed(_ end: Int) -> Printer {
      Printer(
        tensor: tensor, corner: TensorCorner(tensor.shape, lastEnd: end),
        ellipsis: terminal.glyphs.ellipsis)
    }
    // Fewer columns until the widest line fits; one value is shown whatever its width.
    var end = TensorCorner.widest
    var printer = printed(end)
    while printer.width > terminal.width, end > 0 {
      end -= 1
      printer = printed(end)
    }
    lines = printer.lines
    isComplete = printer.corner.isComplete
  }

  private struct Printer {
    let corner: TensorCorner
    let ellipsis: String
    let format: (Float) -> String
    let tensor: TensorFigure
    private(set) var lines: [String] = []

    init(tensor: TensorFigure, corner: TensorCorner, ellipsis: String) {
      self.tensor = tensor
      self.corner = corner
      self.ellipsis = ellipsis
      format = Self.format(for: corner.positions.map(tensor.value))
      append(dimension: 0, position: 0, opening: "", closing: "")
    }

    var width: Int { lines.map { DisplayWidth.of($0) }.max() ?? 0 }

    private mutating func append(dimension: Int, position: Int, opening: String, closing: String) {
      let indices = corner.shown[dimension]
      let shape = corner.shape
      if dimension == shape.count - 1 {
        let numbers = indices.map {
          $0.map { format(tensor.value(position * shape[dimension] + $0)) }
        }
        let text = numbers.map { $0 ?? ellipsis }.joined(separator: " ")
        let indent = String(repeating: " ", count: dimension - opening.count)
        lines.append("\(indent)\(opening)[\(text)]\(closing)")
        return
      }
      for (row, index) in indices.enumerated() {
        guard let index else {
          lines.append(String(repeating: " ", count: dimension + 1) + ellipsis)
          continue
        }
        append(
          dimension: dimension + 1, position: position * shape[dimension] + index,
          opening: row == 0 ? opening + "[" : "",
          closing: row == indices.count - 1 ? "]" + closing : "")
      }
      // The last one shown is followed by more: the bracket still has to close.
      if indices.last == .some(nil), let last = lines.indices.last { lines[last] += "]" + closing }
    }

    /// One format for all: whole numbers plain, ordinary ones with four decimals, else powers.
    private static func format(for values: [Float]) -> (Float) -> String {
      let finite = values.filter(\.isFinite).map { abs(Double($0)) }
      let largest = finite.max() ?? 0
      let smallest = finite.filter { $0 > 0 }.min() ?? largest
      let text: (Float) -> String
      if finite.allSatisfy({ $0 == $0.rounded() }), largest < 1e7 {
        text = { Numeral.short(Double($0)) }
      } else if largest < 1e4, largest >= 1e-2, smallest >= 1e-8 {
        text = { $0.isFinite ? Numeral.fixed(Double($0), decimals: 4) : Numeral.short(Double($0)) }
      } else {
        text = {
          $0.isFinite ? Numeral.scientific(Double($0), decimals: 3) : Numeral.short(Double($0))
        }
      }
      let width = values.map { text($0).count }.max() ?? 0
      return { text($0).padded(toWidth: width, alignment: .right) }
    }
  }
}
