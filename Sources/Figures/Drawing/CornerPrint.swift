import TextWidth

/// A tensor's figures in nested brackets, its middle left out where it is long.
struct CornerPrint {
  let lines: [String]
  /// Whether every value is there.
  let isComplete: Bool

  init(_ tensor: TensorFigure, terminal: Terminal) {
    // Deeper nesting than this tells nothing and needs room: fold the leading dimensions.
    var shape = tensor.shape
    while shape.count > 5 { shape.replaceSubrange(0..<2, with: [shape[0] * shape[1]]) }
    let ellipsis = terminal.glyphs.ellipsis
    var ends = shape.indices.map { dimension -> Int in
      switch shape.count - dimension {
      case 1: 4
      case 2: 3
      default: shape.count == 3 ? 1 : dimension == shape.count - 3 ? 1 : 0
      }
    }
    var printer = Printer(tensor: tensor, shape: shape, ends: ends, ellipsis: ellipsis)
    // Fewer columns until the widest line fits; one value is shown whatever its width.
    while printer.width > terminal.width, let last = ends.last, last > 0 {
      ends[ends.count - 1] = last - 1
      printer = Printer(tensor: tensor, shape: shape, ends: ends, ellipsis: ellipsis)
    }
    lines = printer.lines
    isComplete = printer.isComplete
  }

  private struct Printer {
    let shape: [Int]
    let ellipsis: String
    /// The positions to show of each dimension, nil for what is left out.
    let shown: [[Int?]]
    let format: (Float) -> String
    let tensor: TensorFigure
    private(set) var lines: [String] = []

    init(tensor: TensorFigure, shape: [Int], ends: [Int], ellipsis: String) {
      self.tensor = tensor
      self.shape = shape
      self.ellipsis = ellipsis
      shown = zip(shape, ends).map { count, end in
        if count <= max(1, 2 * end) { return (0..<count).map { $0 } }
        let last = (0..<end).reversed().map { Optional(count - 1 - $0) }
        return (0..<max(1, end)).map { $0 } + [nil] + last
      }
      var values: [Float] = []
      Self.collect(shown[...], shape: shape[...], at: 0) { values.append(tensor.value($0)) }
      format = Self.format(for: values)
      append(dimension: 0, position: 0, opening: "", closing: "")
    }

    var isComplete: Bool { !shown.joined().contains(nil) }
    var width: Int { lines.map { DisplayWidth.of($0) }.max() ?? 0 }

    private static func collect(
      _ shown: ArraySlice<[Int?]>, shape: ArraySlice<Int>, at position: Int, _ body: (Int) -> Void
    ) {
      guard let first = shown.first else { return body(position) }
      for index in first.compactMap({ $0 }) {
        collect(
          shown.dropFirst(), shape: shape.dropFirst(), at: position * (shape.first ?? 1) + index,
          body)
      }
    }

    private mutating func append(dimension: Int, position: Int, opening: String, closing: String) {
      let indices = shown[dimension]
      if dimension == shape.count - 1 {
        let figures = indices.map {
          $0.map { format(tensor.value(position * shape[dimension] + $0)) }
        }
        let text = figures.map { $0 ?? ellipsis }.joined(separator: " ")
        let indent = String(repeating: " ", count: dimension - opening.count)
        lines.append("\(indent)\(opening)[\(text)]\(closing)")
        return
      }
      for (place, index) in indices.enumerated() {
        guard let index else {
          lines.append(String(repeating: " ", count: dimension + 1) + ellipsis)
          continue
        }
        append(
          dimension: dimension + 1, position: position * shape[dimension] + index,
          opening: place == 0 ? opening + "[" : "",
          closing: place == indices.count - 1 ? "]" + closing : "")
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
