import Script

extension Call {
  /// A split; a whole dataset is answered with what to write instead.
  func split(_ index: Int) throws -> SplitObject {
    if case .object(let object) = self[index] {
      if let split = object as? SplitObject { return split }
      if let data = object as? DatasetObject {
        throw Fault(
          "`\(data.declaration.name)` is a whole dataset",
          hint: "name a split: `\(data.declaration.name).test`", at: .argument(index))
      }
    }
    throw Fault(
      "`\(builtin.parameters[index].name)` takes a split, not \(self[index].brief)",
      hint: "such as \(split)", at: .argument(index))
  }
}
