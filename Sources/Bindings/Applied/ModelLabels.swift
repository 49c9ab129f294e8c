/// The classes of a classification, in the order of its head's logits, and the seed of a head that the checkpoint lacks.
struct ModelLabels: Hashable {
  let names: [String]
  let seed: UInt64
}
