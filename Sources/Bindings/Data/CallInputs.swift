import Data
import Script

/// What a call is to answer: one input, or the inputs of a list or a split, which are answered together by a
/// list in their order.
struct CallInputs {
  let values: [Value]
  private let isList: Bool
  /// Rows of a dataset, where the inputs are its; messages name them as its own do.
  private let rows: [DataRow]?

  /// The first argument.
  init(_ call: Call) throws {
    rows = call[0].rows
    isList =
      switch call[0] {
      case .list: true
      case .object(let object): object.count != nil
      default: false
      }
    guard isList else {
      values = [call[0]]
      return
    }
    var values: [Value] = []
    var elements = try call.context.elements(of: call[0])
    while let element = try elements.next() { values.append(element) }
    self.values = values
  }

  /// What `body` makes of each; a fault of one says which.
  func map<T>(_ body: (_ index: Int, _ value: Value) throws -> T) throws -> [T] {
    try values.enumerated().map { index, value in
      do {
        return try body(index, value)
      } catch let fault as Fault where isList {
        let origin = rows?[index].origin ?? .element(index)
        throw Fault("\(origin): \(fault.message)", hint: fault.hint, at: fault.place)
      }
    }
  }

  func answer(_ answers: [Value]) -> Value { isList ? .list(answers) : answers[0] }
}

extension Value {
  /// The rows of a dataset or of a split.
  fileprivate var rows: [DataRow]? {
    switch self {
    case .object(let split as SplitObject): split.rows
    case .object(let data as DatasetObject): data.dataset.rows
    default: nil
    }
  }
}
