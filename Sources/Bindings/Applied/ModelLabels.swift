/// The labels that a classification's head tells apart, and the seed of a head that the checkpoint lacks.
struct ModelLabels: Hashable {
  let names: [String]
  let seed: UInt64
}
