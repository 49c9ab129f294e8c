import Diagnostics
import Syntax

/// The parameters of a function as a call sees them: which parameter each argument is for.
struct Signature {
  let name: String
  let parameters: [(name: String, isRequired: Bool)]
  /// The index of the parameter that takes all further positional arguments.
  let rest: Int?
  let text: String
  /// What to write for words that other libraries have.
  private var hints: [String: String] = [:]

  init(_ builtin: Builtin) {
    name = builtin.name
    var rest: Int?
    parameters = builtin.parameters.enumerated().map { index, parameter in
      switch parameter.presence {
      case .required: return (parameter.name, true)
      case .optional: return (parameter.name, false)
      case .rest:
        rest = index
        return (parameter.name, false)
      }
    }
    self.rest = rest
    text = builtin.signature
    for parameter in builtin.parameters {
      let hint = "write `\(parameter.name)`" + (parameter.advice.map { ": \($0)" } ?? "")
      for alias in parameter.aliases { hints[alias] = hint }
    }
  }

  init(name: String, _ function: FunctionSyntax) {
    self.name = name
    parameters = function.parameters.map { ($0.name.name, $0.fallback == nil) }
    rest = nil
    let words = function.parameters.map {
      $0.fallback == nil ? $0.name.name : $0.name.name + " = …"
    }
    text = "\(name)(\(words.joined(separator: ", ")))"
  }

  /// The parameter of each argument; an argument's name is nil where it is positional.
  ///
  /// A fault is at the argument, counted as the call has them.
  func match(_ arguments: [String?]) -> Result<[Int], Fault> {
    var places: [Int] = []
    places.reserveCapacity(arguments.count)
    var isGiven = [Bool](repeating: false, count: parameters.count)
    var next = 0
    for (index, argument) in arguments.enumerated() {
      var place: Int
      if let argument {
        guard let found = parameters.firstIndex(where: { $0.name == argument }), found != rest
        else {
          let hint =
            hints[argument] ?? Suggestion.question(for: argument, among: parameters.map(\.name))
            ?? "it is `\(text)`"
          return .failure(
            Fault("`\(name)` has no parameter `\(argument)`", hint: hint, at: .argument(index)))
        }
        place = found
        if isGiven[place] {
          return .failure(
            Fault("`\(argument)` of `\(name)` is given twice", at: .argument(index)))
        }
      } else {
        place = next
        if place == rest {
          isGiven[place] = true
          places.append(place)
          continue
        }
        guard place < parameters.count else {
          let count = Phrase.plural(parameters.count, "argument")
          return .failure(
            Fault(
              "`\(name)` takes \(parameters.isEmpty ? "no arguments" : "at most \(count)")",
              hint: "it is `\(text)`", at: .argument(index)))
        }
        next += 1
      }
      isGiven[place] = true
      places.append(place)
    }
    for (index, parameter) in parameters.enumerated()
    where parameter.isRequired && !isGiven[index] {
      return .failure(Fault("`\(name)` needs `\(parameter.name)`", hint: "it is `\(text)`"))
    }
    return .success(places)
  }
}
