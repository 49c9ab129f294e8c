/// A scale of colours from 0 to 1, in equal steps to the eye of every reader.
struct ColourMap {
  private let anchors: [(Double, Double, Double)]

  /// ColorBrewer's RdBu, turned round: blue below zero, red above.
  static let diverging = ColourMap(anchors: [
    (5, 48, 97), (33, 102, 172), (67, 147, 195), (146, 197, 222), (209, 229, 240), (247, 247, 247),
    (253, 219, 199), (244, 165, 130), (214, 96, 77), (178, 24, 43), (103, 0, 31),
  ])

  /// Viridis, by Smith and van der Walt.
  static let sequential = ColourMap(anchors: [
    (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129),
    (92, 200, 99), (170, 220, 50), (253, 231, 37),
  ])

  /// Not a number: on neither scale.
  static let undefined = Paint(255, 0, 255, basic: 5)

  func paint(_ position: Double) -> Paint {
    guard !position.isNaN else { return Self.undefined }
    let offset = min(max(0, position), 1) * Double(anchors.count - 1)
    let index = min(anchors.count - 2, Int(offset))
    let (a, b) = (anchors[index], anchors[index + 1])
    let share = offset - Double(index)
    func mix(_ x: Double, _ y: Double) -> UInt8 { UInt8((x + (y - x) * share).rounded()) }
    return Paint(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2), basic: position < 0.5 ? 4 : 1)
  }
}
