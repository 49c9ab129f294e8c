/// The signs that drawings are made of, in Unicode or in ASCII alone.
struct Glyphs: Sendable {
  let ellipsis: String
  let dot: String
  let times: String
  let dash: String
  let rule: Character
  let vertical: Character
  let tickRight: Character
  let corner: Character
  let tickDown: Character
  let point: Character
  let line: String
  /// From almost nothing, so that a picture keeps its edge, to a full cell.
  let shades: [Character]
  /// Rising bars, the lowest still visible.
  let levels: [Character]
  /// Growing bars, by eighths from one to a full cell.
  let lengths: [Character]
  /// Characters that distinguish series where colour can't.
  let markers: [Character]

  static let unicode = Glyphs(
    ellipsis: "…", dot: " · ", times: "×", dash: "–", rule: "─", vertical: "│", tickRight: "┤",
    corner: "└", tickDown: "┬", point: "•", line: "━━", shades: Array("·░▒▓█"),
    levels: Array("▁▂▃▄▅▆▇█"), lengths: Array("▏▎▍▌▋▊▉█"), markers: Array("ox+*#@%&"))

  static let ascii = Glyphs(
    ellipsis: "...", dot: " | ", times: "x", dash: "-", rule: "-", vertical: "|", tickRight: "+",
    corner: "+", tickDown: "+", point: "o", line: "--", shades: Array(".:-=+*#%@"),
    levels: Array("_.-=+*#@"), lengths: ["#"], markers: Array("ox+*#@%&"))
}
