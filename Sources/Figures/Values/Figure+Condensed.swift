/// Figures that are kept after they were shown: small, whatever they show.
extension Figure {
  /// A figure that draws as this one does, or nearly: means of blocks take the place of a large
  /// matrix, so that keeping the picture keeps no tensor alive.
  package var condensed: Figure {
    switch self {
    case .tensor(let tensor): .tensor(tensor.condensed)
    case .heatMap(let map): .heatMap(map.condensed)
    case .excerpt(let text) where text.utf8.count > Self.longestExcerpt:
      .excerpt(String(text.prefix(Self.longestExcerpt)))
    case .stack(let figures): .stack(figures.map(\.condensed))
    default: self
    }
  }

  /// More values than this are condensed.
  fileprivate static let mostValues = 1 << 16
  private static let longestExcerpt = 1 << 16

  /// About as many bytes as the figure takes, once it is condensed.
  package var byteCount: Int {
    func bytes(_ labels: [String]?) -> Int { labels?.reduce(0) { $0 + $1.utf8.count + 16 } ?? 0 }
    switch self {
    case .text(let text), .excerpt(let text), .help(let text): return text.utf8.count
    case .list(let list): return bytes(list.items) + (list.source?.utf8.count ?? 0)
    case .record(let record):
      return record.source.utf8.count + bytes(record.fields.map(\.text))
    case .listing(let listing): return bytes(listing.rows.map(\.text))
    case .table(let table):
      return table.rows.joined().reduce(0) {
        if case .text(let text) = $1 { $0 + text.utf8.count + 32 } else { $0 + 32 }
      }
    case .line(let chart): return chart.series.reduce(0) { $0 + 16 * $1.y.count }
    case .scatter(let scatter): return 64 * scatter.points.count
    case .histogram(let histogram): return 8 * histogram.counts.count
    case .bars(let bars): return 48 * bars.bars.count
    case .heatMap(let map):
      let cells = map.rows.multipliedReportingOverflow(by: map.columns)
      return 8 * min(cells.overflow ? .max : cells.partialValue, Self.mostValues)
        + bytes(map.rowLabels) + bytes(map.columnLabels)
    case .tensor(let tensor): return 8 * min(tensor.count, Self.mostValues)
    case .sparkline(let sparkline): return 8 * sparkline.values.count
    case .progress(let progress): return 8 * progress.recentLosses.count
    case .stack(let figures): return figures.reduce(0) { $0 + $1.byteCount }
    }
  }
}

extension TensorFigure {
  /// The same numbers, and block means for the heat map.
  fileprivate var condensed: TensorFigure {
    guard count > Figure.mostValues else { return self }
    let numbers = TensorCorner(shape).positions.map { ($0, value($0)) }
    let corner = Dictionary(numbers) { first, _ in first }
    let map = heatMap.condensed
    let columns = shape.last ?? 1
    var result = self
    result.value = { position in
      corner[position] ?? Float(map.value(position / columns, position % columns))
    }
    return result
  }
}

extension HeatMap {
  /// The same size, each value the mean of the block that it is in.
  fileprivate var condensed: HeatMap {
    let cells = rows.multipliedReportingOverflow(by: columns)
    guard cells.overflow || cells.partialValue > Figure.mostValues else { return self }
    let side = 256
    let across = min(columns, max(side, Figure.mostValues / max(1, min(rows, side))))
    let sample = SampledMatrix(self, rows: Figure.mostValues / across, columns: across)
    @Sendable func block(_ index: Int, of count: Int, among blocks: Int) -> Int {
      min(blocks - 1, Int(Double(index) / Double(count) * Double(blocks)))
    }
    let (rows, columns) = (rows, columns)
    var result = self
    result.value = {
      sample.at(
        block($0, of: rows, among: sample.rows), block($1, of: columns, among: sample.columns))
    }
    return result
  }
}
