import TextWidth

/// An SVG picture that grows downwards: elements in user units, colours by the classes of `PageTheme`.
struct SVGCanvas {
  enum Anchor: String { case start, middle, end }

  /// Of every picture; a page scales it down to its own width.
  static let width = 560.0
  static let fontSize = 14.0
  static let lineHeight = 20.0
  static let margin = 12.0

  private var elements = ""
  /// The lower end of what is drawn.
  var bottom = SVGCanvas.margin

  /// About as wide as `text` is in a sans serif font, which only the reader knows.
  static func width(of text: String) -> Double { Double(DisplayWidth.of(text)) * fontSize * 0.58 }

  /// `text` cut to about `width`.
  static func fitted(_ text: String, width: Double) -> String {
    text.clipped(toWidth: max(1, Int(width / (fontSize * 0.58))), ellipsis: "…")
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, isBold: Bool = false,
    isDim: Bool = false
  ) {
    guard !text.isEmpty else { return }
    elements +=
      "<text x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\""
      + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"")
      + (isBold ? " font-weight=\"bold\"" : "") + (isDim ? " opacity=\".75\"" : "")
      + ">\(Markup.escape(text))</text>\n"
  }

  /// Text over a colour of its own, black or white.
  mutating func text(_ text: String, x: Double, y: Double, anchor: Anchor, on paint: Paint) {
    elements +=
      "<text x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" text-anchor=\"\(anchor.rawValue)\""
      + " fill=\"\(paint.isDark ? "#fff" : "#000")\">\(Markup.escape(text))</text>\n"
  }

  /// Text that reads upwards from (x, y).
  mutating func upwards(_ text: String, x: Double, y: Double) {
    let (x, y) = (Markup.number(x), Markup.number(y))
    elements +=
      "<text transform=\"translate(\(x) \(y)) rotate(-90)\" opacity=\".75\">"
      + "\(Markup.escape(text))</text>\n"
  }

  /// A path that is stroked.
  mutating func stroke(
    _ path: String, width: Double = 1, opacity: Double = 1, dash: String? = nil
  ) {
    guard !path.isEmpty else { return }
    elements +=
      "<path d=\"\(path)\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"\(width)\""
      + " stroke-linejoin=\"round\""
      + (opacity < 1 ? " opacity=\"\(opacity)\"" : "")
      + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>\n"
  }

  /// A path that is filled, in the series' colour or in `colour`.
  mutating func fill(_ path: String, colour: Paint? = nil, isCrisp: Bool = false) {
    guard !path.isEmpty else { return }
    elements +=
      "<path d=\"\(path)\" fill=\"\(colour?.hex ?? "currentColor")\""
      + (isCrisp ? " shape-rendering=\"crispEdges\"" : "") + "/>\n"
  }

  /// What `body` draws, in the colour of a series.
  mutating func series(_ index: Int, _ body: (inout SVGCanvas) -> Void) {
    elements += "<g class=\"pts-s\(index % PageTheme.seriesCount)\">\n"
    body(&self)
    elements += "</g>\n"
  }

  /// What `body` draws, with a text that a reader sees over it or hears.
  mutating func named(_ title: String, _ body: (inout SVGCanvas) -> Void) {
    elements += "<g><title>\(Markup.escape(title))</title>\n"
    body(&self)
    elements += "</g>\n"
  }

  /// - Parameters:
  ///   - title: what the picture is, in a few words.
  ///   - description: what a reader sees in it, for those who don't.
  func document(title: String, description: String, theme: PageTheme) -> String {
    let height = Markup.number(bottom + Self.margin)
    let width = Markup.number(Self.width)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="pts-figure" role="img" \
      viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
      \(theme == .adaptive ? "style=\"max-width:100%;height:auto\" " : "")font-family="system-ui, sans-serif" \
      font-size="\(Markup.number(Self.fontSize))" fill="currentColor">
      <title>\(Markup.escape(title))</title>
      <desc>\(Markup.escape(description))</desc>
      <style>\(theme.style)</style>
      <rect class="pts-ground" x="-9" y="-9" width="\(Markup.number(Self.width + 18))" \
      height="\(Markup.number(bottom + Self.margin + 18))"/>
      \(elements)</svg>
      """
  }

  static func rectangle(x: Double, y: Double, width: Double, height: Double) -> String {
    let (x, y) = (Markup.number(x), Markup.number(y))
    return "M\(x) \(y)h\(Markup.number(width))v\(Markup.number(height))h\(Markup.number(-width))z"
  }

  static func disc(x: Double, y: Double, radius: Double) -> String {
    let (r, d) = (Markup.number(radius), Markup.number(2 * radius))
    return "M\(Markup.number(x - radius)) \(Markup.number(y))a\(r) \(r) 0 1 0 \(d) 0"
      + "a\(r) \(r) 0 1 0 -\(d) 0z"
  }
}

extension Paint {
  /// By the luminance that an eye sees.
  fileprivate var isDark: Bool {
    0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) < 140
  }

  /// `#0072b2`.
  var hex: String {
    "#"
      + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
