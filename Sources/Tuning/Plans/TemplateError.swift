/// What is wrong with a template, and where in it (a UTF-8 offset).
package enum TemplateError: Error, Hashable {
  case unclosedBrace(offset: Int)
  case strayBrace(offset: Int)
  case emptyHole(offset: Int)
  case wrongSoftCount(text: String, offset: Int)
  case unknownOption(hole: String, offset: Int)

  package var offset: Int {
    switch self {
    case .unclosedBrace(let offset), .strayBrace(let offset), .emptyHole(let offset),
      .wrongSoftCount(_, let offset), .unknownOption(_, let offset):
      offset
    }
  }
}
