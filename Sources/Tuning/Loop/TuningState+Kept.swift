import Tensors
import Transformers

extension TuningState {
  /// Gives a method, and a head beside it, what the run of this state has kept: as after the run itself,
  /// without its rows.
  package func restoreKept(
    to method: any TuningMethod, head: ClassificationHead?
  ) throws(TuningError) {
    let trained = method.parameters.map(\.variable) + (head?.parameters ?? []).map(\.variable)
    let values = kept.parameters
    guard trained.map(\.value.shape) == values.map(\.shape) else {
      throw .stateOfAnotherRun
    }
    for (variable, value) in zip(trained, values) { variable.value = value }
  }
}
