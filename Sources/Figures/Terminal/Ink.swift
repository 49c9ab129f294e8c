/// How text is written: in which colour, on which, how strongly.
package struct Ink: Sendable, Equatable {
  var foreground: Paint?
  var background: Paint?
  var isBold: Bool
  var isDim: Bool

  package init(
    _ foreground: Paint? = nil, on background: Paint? = nil, bold: Bool = false, dim: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    isBold = bold
    isDim = dim
  }

  package static let plain = Ink()
  package static let bold = Ink(bold: true)
  package static let dim = Ink(dim: true)

  /// The code that starts this ink, or nothing when there is nothing to say on this terminal.
  func escape(_ colour: Terminal.Colour) -> String {
    guard colour > .none, self != .plain else { return "" }
    var codes: [String] = []
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if let foreground { codes.append(foreground.code(colour, background: false)) }
    if let background { codes.append(background.code(colour, background: true)) }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}

extension Terminal {
  /// `text` in `ink`, closed again; the text itself without colours.
  package func paint(_ text: String, _ ink: Ink) -> String {
    let start = ink.escape(colour)
    return start.isEmpty || text.isEmpty ? text : start + text + "\u{1B}[0m"
  }
}
