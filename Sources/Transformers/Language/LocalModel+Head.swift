import Checkpoints
import Tensors

extension LocalModel {
  /// What `classificationHead` begins from, for this many labels.
  package func headOrigin(labels: Int) throws -> HeadOrigin {
    headOrigin(labels: labels, in: try headCheckpoint())
  }

  /// Where a head may lie; nil where the model starts from drawn weights.
  private func headCheckpoint() throws -> Checkpoint? {
    start == .checkpoint ? try description.source.weights() : nil
  }

  private func headOrigin(labels: Int, in checkpoint: Checkpoint?) -> HeadOrigin {
    guard let checkpoint else { return .drawn(found: nil) }
    let form = description.architecture.headForm
    let shapes = ClassificationHead.tensors(
      form, hiddenSize: network.shape.hiddenSize, labels: labels)
    if shapes.allSatisfy({ checkpoint.entry($0.name)?.entry.shape == $0.shape }) {
      return .checkpoint
    }
    return .drawn(found: checkpoint.entry("\(form.name).weight")?.entry.shape.first)
  }

  /// A head for `labels` labels: the checkpoint's own where it has one of that size, else drawn by seed,
  /// N(0, 0.02) with biases at zero.
  package func classificationHead(labels: Int, seed: UInt64) throws -> ClassificationHead {
    let form = description.architecture.headForm
    let random = RandomWeights(seed: seed, layers: 0)
    let checkpoint = try headCheckpoint()
    let size = network.shape.hiddenSize
    let isDrawn = headOrigin(labels: labels, in: checkpoint) != .checkpoint
    return try ClassificationHead(form, hiddenSize: size, labels: labels, isDrawn: isDrawn) {
      name, shape in
      guard let (file, entry) = checkpoint?.entry(name), entry.shape == shape else {
        return try random.tensor(name, shape: shape)
      }
      let tensor = file.read(entry)
      var finiteness = Finiteness()
      finiteness.look(at: tensor)
      try finiteness.check(name, in: file.url, of: tensor.count)
      return tensor
    }
  }
}
