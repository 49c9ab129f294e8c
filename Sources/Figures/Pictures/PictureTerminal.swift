import Foundation

/// A terminal that shows pictures of pixels among its text.
package struct PictureTerminal: Sendable {
  /// How it takes them.
  package enum Form: String, CaseIterable, Sendable {
    case kitty, iterm, sixel
  }

  package let form: Form
  /// Pixels across a character cell.
  private let cellWidth: Double
  private let theme: PageTheme

  /// Wider pictures than this don't read better.
  private static let mostColumns = 76
  /// Of a terminal that doesn't say: that of a VT340, for which sixels were made.
  private static let usualCellWidth = 10.0
  /// The setting that overrides what is found.
  package static let setting = "PTS_IMAGES"

  /// - Parameter cellWidth: pixels across a character cell, where the terminal says.
  package init(_ form: Form, environment: [String: String] = [:], cellWidth: Double? = nil) {
    self.form = form
    self.cellWidth = cellWidth.map { min(max(4, $0), 64) } ?? Self.usualCellWidth
    theme = Self.isLight(environment) ? .light : .dark
  }

  /// As the environment describes a terminal; nil for one that isn't known to show pictures.
  package init?(environment: [String: String], cellWidth: Double? = nil) {
    guard let form = Self.form(in: environment) else { return nil }
    self.init(form, environment: environment, cellWidth: cellWidth)
  }

  /// Whether the setting has a value that isn't one of its own.
  package static func isSettingWrong(_ environment: [String: String]) -> Bool {
    let value = environment[setting, default: ""]
    return !value.isEmpty && value != "none" && Form(rawValue: value) == nil
  }

  /// Whether it is worth asking a terminal that the environment doesn't tell.
  package static func mayShowSixels(_ environment: [String: String]) -> Bool {
    environment[setting, default: ""].isEmpty && RasterPicture.isAvailable
      && environment["TERM", default: ""].hasPrefix("xterm") && showsMore(environment)
  }

  /// Multiplexers show text alone, whatever terminal they were started in; and who wants no colours
  /// wants no pictures.
  private static func showsMore(_ environment: [String: String]) -> Bool {
    let term = environment["TERM", default: ""]
    return environment["NO_COLOR", default: ""].isEmpty && environment["TMUX"] == nil
      && environment["STY"] == nil && !term.hasPrefix("tmux") && !term.hasPrefix("screen")
      && !["", "dumb", "linux"].contains(term)
  }

  private static func form(in environment: [String: String]) -> Form? {
    let setting = environment[Self.setting, default: ""]
    if !setting.isEmpty { return Form(rawValue: setting) }
    guard showsMore(environment) else { return nil }
    let term = environment["TERM", default: ""]
    let program = environment["TERM_PROGRAM", default: ""]
    if term.contains("kitty") || environment["KITTY_WINDOW_ID"] != nil || term.contains("ghostty")
      || ["ghostty", "WezTerm"].contains(program)
    {
      return .kitty
    }
    if program == "iTerm.app" || environment["LC_TERMINAL"] == "iTerm2" || program == "mintty" {
      return .iterm
    }
    return ["foot", "mlterm", "contour", "yaft"].contains { term.hasPrefix($0) } ? .sixel : nil
  }

  /// `15;0` is white on black; colours 7 and 9 to 15 are light. Most terminals are dark.
  private static func isLight(_ environment: [String: String]) -> Bool {
    let ground = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
    return ground.map { $0 == 7 || (9...15).contains($0) } ?? false
  }

  /// The bytes that show a picture, the cursor then below it; nil for a figure that is words, or
  /// where pictures can't be drawn.
  ///
  /// - Parameter columns: of the window.
  package func draw(_ figure: Figure, columns: Int) -> String? {
    guard figure.isPicture, RasterPicture.isAvailable, let svg = SVGDrawer(theme).draw(figure)
    else { return nil }
    let columns = min(columns, Self.mostColumns)
    switch form {
    case .sixel:
      let scale = Double(columns) * cellWidth / SVGCanvas.width
      return (try? RasterPicture(svg: svg, scale: scale)).map { Sixels.text(of: $0) }
    case .kitty: return Self.png(svg).map { Self.kitty($0, columns: columns) }
    case .iterm: return Self.png(svg).map { Self.iterm($0, columns: columns) }
    }
  }

  private static func png(_ svg: String) -> Data? {
    (try? RasterPicture(svg: svg, scale: 2).png()).map { Data($0) }
  }

  /// https://sw.kovidgoyal.net/kitty/graphics-protocol: in pieces of 4096 characters, no answer
  /// wanted.
  private static func kitty(_ png: Data, columns: Int) -> String {
    let text = Array(png.base64EncodedString().utf8)
    let starts = Array(stride(from: 0, to: text.count, by: 4096))
    return starts.map { start in
      let piece = String(decoding: text[start..<min(start + 4096, text.count)], as: UTF8.self)
      let keys = start == 0 ? "a=T,f=100,q=2,c=\(columns)," : ""
      return "\u{1B}_G\(keys)m=\(start == starts.last ? 0 : 1);\(piece)\u{1B}\\"
    }.joined() + "\n"
  }

  /// https://iterm2.com/documentation-images.html
  private static func iterm(_ png: Data, columns: Int) -> String {
    "\u{1B}]1337;File=inline=1;size=\(png.count);width=\(columns);height=auto;"
      + "preserveAspectRatio=1:\(png.base64EncodedString())\u{7}\n"
  }
}
