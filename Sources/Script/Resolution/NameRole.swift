/// How a name was introduced.
package enum NameRole: Sendable {
  case constant, variable, parameter, loopVariable, caughtError, function, declaration

  var phrase: String {
    switch self {
    case .constant: "a `let`"
    case .variable: "a `var`"
    case .parameter: "a parameter"
    case .loopVariable: "a loop's variable"
    case .caughtError: "a caught error"
    case .function: "a function"
    case .declaration: "a declaration"
    }
  }
}
