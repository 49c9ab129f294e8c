import JSON
import Transformers
import Tuning

extension LowRankAdaptation {
  /// The updates of an adapter folder, on the layers of a model; their names and sizes are checked.
  package convenience init(
    _ contents: AdapterContents, for model: LocalModel
  ) throws(AdapterError) {
    let known = model.linearLayers
    guard !known.isEmpty else { throw .method(.trainableBase) }
    let architecture = model.description.architecture
    let settings = try LowRankSettings(contents)
    var layers: [Layer] = []
    for (fullName, a, b) in try settings.pairs(contents) {
      // Saved from the whole model, a part of it, or the bare body.
      let bare = (architecture.prefixes + [""]).lazy
        .filter(fullName.hasPrefix).map { String(fullName.dropFirst($0.count)) }
      guard let layer = bare.compactMap({ name in known.first { $0.name == name } }).first else {
        throw .method(.noSuchLayer(fullName, known: Self.lastNames(of: known)))
      }
      let name = Self.tensorName(fullName, "A")
      guard a.shape[1] == layer.inputs else {
        throw .wrongWidth(tensor: name, found: a.shape[1], expected: layer.inputs)
      }
      guard b.shape[0] == layer.outputs else {
        throw .wrongWidth(
          tensor: Self.tensorName(fullName, "B"), found: b.shape[0], expected: layer.outputs)
      }
      layers.append(
        Layer(
          name: layer.name, fullName: architecture.prefixes[0] + layer.name,
          a: a, b: b, alpha: settings.alpha(of: fullName)))
    }
    let order = Dictionary(
      known.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    layers.sort { order[$0.name]! < order[$1.name]! }
    guard zip(layers, layers.dropFirst()).allSatisfy({ $0.name != $1.name }) else {
      throw .wrongField("target_modules", reason: "a layer is updated twice")
    }
    var plan = settings.plan
    plan.targets = Self.targets(of: contents, choosing: layers, among: known, architecture)
    self.init(layers, plan: plan, modelType: model.network.shape.modelType)
  }

  /// The configuration's own words for the layers, where they are plain names that choose these and
  /// no others.
  private static func targets(
    of contents: AdapterContents, choosing layers: [Layer], among known: [LinearLayer],
    _ architecture: any Architecture
  ) -> [String]? {
    guard let targets = contents["target_modules"]?.array?.compactMap(\.string) else { return nil }
    let chosen = known.map(\.name).filter { name in
      targets.contains { (architecture.prefixes[0] + name).isModule($0) }
    }
    return chosen == layers.map(\.name) ? targets : nil
  }
}
