import TextWidth

/// Draws figures as lines of text for one terminal, none wider than it is.
package struct TerminalDrawer: Sendable {
  package let terminal: Terminal

  package init(_ terminal: Terminal) { self.terminal = terminal }

  /// Lines joined by newlines, without one at the end; escape codes never cross a line's end.
  package func draw(_ figure: Figure) -> String {
    lines(figure).map { $0.rendered(on: terminal) }.joined(separator: "\n")
  }

  /// The title over a cell's outputs.
  package func title(_ text: String) -> String {
    terminal.paint(fitted(text, width: terminal.width), .dim)
  }

  /// A script's prose, which is Markdown.
  package func draw(prose text: String) -> String {
    let clean = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { terminal.clean($0) }.joined(separator: "\n")
    return ProseLayout.lines(clean, width: terminal.width).map { $0.rendered(on: terminal) }
      .joined(separator: "\n")
  }

  func lines(_ figure: Figure) -> [StyledLine] {
    switch figure {
    case .text(let text): lines(text: text)
    case .excerpt(let text): lines(excerpt: text)
    case .help(let text): HelpLayout(width: terminal.width).lines(text).map { StyledLine($0) }
    case .list(let list): lines(list)
    case .record(let record): lines(record)
    case .listing(let listing): lines(listing)
    case .table(let table): lines(table)
    case .line(let chart): lines(chart)
    case .scatter(let scatter): lines(scatter)
    case .histogram(let histogram): lines(histogram)
    case .bars(let bars): lines(bars)
    case .heatMap(let map): lines(map)
    case .tensor(let tensor): lines(tensor)
    case .sparkline(let sparkline): [line(sparkline, width: terminal.width)]
    case .progress(let progress): [line(progress)]
    case .stack(let figures):
      [[StyledLine]](figures.map(lines).filter { !$0.isEmpty })
        .joined(separator: [StyledLine()]).map { $0 }
    }
  }

  func lines(text: String) -> [StyledLine] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { terminal.clean($0).wrapped(toWidth: terminal.width) }
      .map { StyledLine($0) }
  }

  var glyphs: Glyphs { terminal.glyphs }

  /// Untrusted text on one line of at most `width` columns.
  package func fitted(_ text: some StringProtocol, width: Int) -> String {
    terminal.clean(text, upTo: width).clipped(toWidth: width, ellipsis: glyphs.ellipsis)
  }

  func titleLines(_ title: String?) -> [StyledLine] {
    title.map { [StyledLine(fitted($0, width: terminal.width), .bold)] } ?? []
  }

  /// A remark under a picture.
  func note(_ text: String, indent: Int = 0) -> [StyledLine] {
    text.wrapped(toWidth: terminal.width - indent).map { part in
      var line = StyledLine()
      line.pad(to: indent)
      line.append(part, .dim)
      return line
    }
  }

  /// What distinguishes series: colour where there is any, else a marker.
  func ink(ofSeries index: Int) -> Ink {
    terminal.colour == .none ? .plain : Ink(Paint.series[index % Paint.series.count])
  }

  func marker(ofSeries index: Int) -> Character { glyphs.markers[index % glyphs.markers.count] }

  /// Colours and markers both repeat; together they distinguish more series than either.
  func needsMarkers(_ seriesCount: Int) -> Bool {
    seriesCount > 1 && (terminal.colour == .none || seriesCount > Paint.series.count)
  }
}
