import Script

/// A stream of random numbers of one's own, made by `rng(7)`; its draws leave the script's alone.
final class StreamObject: FamilyObject {
  static let family = MemberFamily("rng", methods: RandomFunctions.drawing.map(\.method))

  let stream: RandomStream
  private let seed: Int

  init(seed: Int) {
    self.seed = seed
    stream = RandomStream(seed: seed)
  }

  var text: String { "rng(\(seed))" }
}
