import Tensors

/// A weight under the name that its checkpoint gives it.
package struct NamedParameter {
  package let name: String
  package let storage: Storage

  package enum Storage {
    case plain(Variable)
    /// A frozen linear layer's matrix.
    case linear(LinearWeight)
    /// Frozen token embeddings.
    case table(FrozenMatrix)
  }

  /// How many values it has.
  package var count: Int {
    switch storage {
    case .plain(let variable): variable.value.count
    case .linear(let weight): weight.inputs * weight.outputs
    case .table(let matrix): matrix.rows * matrix.columns
    }
  }

  /// The variable of a weight that is held plainly: all of them when a model was loaded trainable.
  package var variable: Variable? {
    if case .plain(let variable) = storage { variable } else { nil }
  }
}
