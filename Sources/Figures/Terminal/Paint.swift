/// A colour, with the nearest of the sixteen that every terminal has chosen by hand.
package struct Paint: Sendable, Hashable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8
  /// 0 … 15 in ANSI's order.
  package var basic: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, basic: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
    self.basic = basic
  }

  /// Okabe and Ito's colours, distinct for colour-blind readers too, the ones that are legible
  /// on black and on white alike first.
  package static let series = [
    Paint(86, 180, 233, basic: 6), Paint(230, 159, 0, basic: 3), Paint(0, 158, 115, basic: 2),
    Paint(204, 121, 167, basic: 5), Paint(213, 94, 0, basic: 1), Paint(0, 114, 178, basic: 4),
  ]
  package static let good = Paint(0, 158, 115, basic: 2)
  package static let bad = Paint(213, 94, 0, basic: 1)

  func code(_ colour: Terminal.Colour, background: Bool) -> String {
    switch colour {
    case .none: ""
    case .ansi16: String((basic < 8 ? 30 + basic : 82 + basic) + (background ? 10 : 0))
    case .ansi256: "\(background ? 48 : 38);5;\(indexed)"
    case .trueColour: "\(background ? 48 : 38);2;\(red);\(green);\(blue)"
    }
  }

  /// The nearest colour of the 6 × 6 × 6 cube and the grey ramp of 256-colour terminals.
  private var indexed: Int {
    let channels = [red, green, blue].map(Int.init)
    let levels = [0, 95, 135, 175, 215, 255]
    func distance(_ other: [Int]) -> Int {
      zip(channels, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let cube = channels.map { channel in
      levels.indices.min { abs(levels[$0] - channel) < abs(levels[$1] - channel) } ?? 0
    }
    let grey = min(23, max(0, (channels.reduce(0, +) / 3 - 3) / 10))
    let greyLevel = 8 + 10 * grey
    return distance(cube.map { levels[$0] }) <= distance([greyLevel, greyLevel, greyLevel])
      ? 16 + 36 * cube[0] + 6 * cube[1] + cube[2] : 232 + grey
  }
}
