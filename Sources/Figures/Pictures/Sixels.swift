/// Pictures as DEC's terminals take them: bands of six rows, a run of characters for each colour.
enum Sixels {
  /// Colours that every terminal with sixels has room for.
  private static let mostColours = 256

  static func text(of picture: RasterPicture) -> String {
    let palette = Palette(picture, most: mostColours)
    var text = "\u{1B}Pq\"1;1;\(picture.width);\(picture.height)"
    for (index, colour) in palette.colours.enumerated() {
      func share(_ shift: UInt32) -> UInt32 { ((colour >> shift & 0xFF) * 100 + 127) / 255 }
      text += "#\(index);2;\(share(16));\(share(8));\(share(0))"
    }
    for top in stride(from: 0, to: picture.height, by: 6) {
      text += band(picture, palette, top) + "-"
    }
    return text + "\u{1B}\\\n"
  }

  /// Six rows: each colour's cells from left to right, one colour over the other.
  private static func band(_ picture: RasterPicture, _ palette: Palette, _ top: Int) -> String {
    var cells: [Int: [UInt8]] = [:]
    for y in top..<min(top + 6, picture.height) {
      let row = picture.row(y)
      for x in 0..<picture.width {
        cells[palette.index(of: row[x]), default: [UInt8](repeating: 0, count: picture.width)][x] |=
          1 << UInt8(y - top)
      }
    }
    return cells.sorted { $0.key < $1.key }.map { "#\($0.key)" + runs($0.value) }
      .joined(separator: "$")
  }

  /// `!12~` is twelve full columns.
  private static func runs(_ cells: [UInt8]) -> String {
    var text = ""
    var start = 0
    while start < cells.count {
      let end = cells[start...].firstIndex { $0 != cells[start] } ?? cells.count
      // What is empty up to the edge needs no word.
      if cells[start] == 0, end == cells.count { break }
      let character = String(UnicodeScalar(63 + cells[start]))
      text +=
        end - start > 3
        ? "!\(end - start)\(character)" : String(repeating: character, count: end - start)
      start = end
    }
    return text
  }

  /// The commonest colours of a picture, at 32 levels a channel.
  private struct Palette {
    /// 0x00RRGGBB.
    let colours: [UInt32]
    /// By level.
    private let indices: [UInt32: Int]

    init(_ picture: RasterPicture, most: Int) {
      var pixels: [UInt32: Int] = [:]
      for y in 0..<picture.height {
        for pixel in picture.row(y) { pixels[pixel & 0xFFFFFF, default: 0] += 1 }
      }
      // Each level is shown by the commonest of its colours, so that what is plain stays exact.
      var levels: [UInt32: (count: Int, sample: UInt32)] = [:]
      for (pixel, count) in pixels.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
        levels[Self.level(pixel), default: (0, pixel)].count += count
      }
      let ranked = levels.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }
      let kept = ranked.prefix(most).map(\.value.sample)
      var indices: [UInt32: Int] = [:]
      for (index, entry) in ranked.enumerated() {
        indices[entry.key] =
          index < most ? index : Self.nearest(to: entry.value.sample, among: kept)
      }
      (colours, self.indices) = (kept, indices)
    }

    func index(of pixel: UInt32) -> Int { indices[Self.level(pixel)] ?? 0 }

    private static func level(_ pixel: UInt32) -> UInt32 { pixel & 0xF8F8F8 }

    private static func nearest(to colour: UInt32, among colours: [UInt32]) -> Int {
      func distance(_ other: UInt32) -> Int {
        [16, 8, 0].reduce(0) { sum, shift in
          let difference = Int(colour >> shift & 0xFF) - Int(other >> shift & 0xFF)
          return sum + difference * difference
        }
      }
      return colours.indices.min { distance(colours[$0]) < distance(colours[$1]) } ?? 0
    }
  }
}
