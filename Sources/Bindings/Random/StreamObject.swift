import Script

/// A stream of random numbers of one's own, made by `rng(7)`; its draws leave the script's alone.
final class StreamObject: HostObject {
  let stream: RandomStream
  private let seed: Int

  init(seed: Int) {
    self.seed = seed
    stream = RandomStream(seed: seed)
  }

  var typeName: String { "rng" }
  var memberNames: [String] { RandomFunctions.drawing.map(\.name) }
  func method(_ name: String) -> Builtin? { RandomFunction.methods[name] }
  var text: String { "rng(\(seed))" }
}
