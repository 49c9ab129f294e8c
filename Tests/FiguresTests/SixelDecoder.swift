/// Reads what a terminal with sixels is sent, by the rules of the VT340's manual.
struct SixelDecoder {
  struct Fault: Error { let rest: Substring }

  let width: Int
  let height: Int
  /// Red, green and blue in percent, row by row; nil where nothing was drawn.
  private(set) var pixels: [[Int]?]

  init(_ text: String) throws {
    guard let head = text.prefixMatch(of: #/\ePq"1;1;(\d+);(\d+)/#),
      let width = Int(head.1), let height = Int(head.2)
    else { throw Fault(rest: text.prefix(20)) }
    (self.width, self.height) = (width, height)
    pixels = Array(repeating: nil, count: width * height)
    var rest = text[head.range.upperBound...]
    var colours: [Int: [Int]] = [:]
    var (colour, x, top) = (0, 0, 0)
    while rest != "\u{1B}\\\n" {
      if let match = rest.prefixMatch(of: #/#(\d+);2;(\d+);(\d+);(\d+)/#) {
        colours[Int(match.1)!] = [Int(match.2)!, Int(match.3)!, Int(match.4)!]
        rest = rest[match.range.upperBound...]
      } else if let match = rest.prefixMatch(of: #/#(\d+)/#) {
        colour = Int(match.1)!
        rest = rest[match.range.upperBound...]
      } else if let match = rest.prefixMatch(of: #/(?:!(\d+))?([?-~])/#) {
        let bits = match.2.utf8.first! - 63
        for _ in 0..<(match.1.map { Int($0)! } ?? 1) {
          for row in 0..<6 where bits >> UInt8(row) & 1 == 1 {
            guard x < width, top + row < height else { throw Fault(rest: rest.prefix(20)) }
            pixels[(top + row) * width + x] = colours[colour]
          }
          x += 1
        }
        rest = rest[match.range.upperBound...]
      } else if rest.first == "$" {
        x = 0
        rest = rest.dropFirst()
      } else if rest.first == "-" {
        (x, top) = (0, top + 6)
        rest = rest.dropFirst()
      } else {
        throw Fault(rest: rest.prefix(20))
      }
    }
  }
}
