/// The colours of pictures on a page.
package enum PageTheme: Sendable {
  /// Light or dark, as the reader's system is: for pages and notebooks.
  case adaptive
  /// Light always: for files that go into papers and slides.
  case light
  /// Dark always: for dark terminals.
  case dark

  /// Series differ by hue, in the same order on both grounds, each at least 3:1 against its own.
  private static let onLight = ["0072b2", "c64f00", "00805c", "a8447f", "8a6b00", "57606a"]
  private static let onDark = ["56b4e9", "f08a3c", "2cc59a", "d98cb8", "e6c229", "a9b4c0"]
  static let seriesCount = onLight.count

  /// Rules for the classes that a picture's elements have. What a reader of SVG doesn't know of
  /// them, as librsvg doesn't know `@media`, leaves the light colours.
  var style: String {
    let light = Self.rules(ground: "fff", ink: "1f2328", series: Self.onLight)
    let dark = Self.rules(ground: "0d1117", ink: "e6edf3", series: Self.onDark)
    return switch self {
    case .adaptive: light + "@media (prefers-color-scheme:dark){\(dark)}"
    case .light: light
    case .dark: dark
    }
  }

  private static func rules(ground: String, ink: String, series: [String]) -> String {
    ".pts-figure{color:#\(ink)}.pts-ground{fill:#\(ground)}"
      + series.enumerated().map { ".pts-s\($0.offset){color:#\($0.element)}" }.joined()
  }
}
