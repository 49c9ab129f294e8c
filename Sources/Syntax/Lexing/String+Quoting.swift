extension String {
  /// In quotes, with the language's escapes.
  package var quoted: String {
    var output = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\u{d}"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          output += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    return output + "\""
  }

  /// Whether it can be a name in a script.
  package var isPlainName: Bool {
    guard let first = unicodeScalars.first, Lexer.isNameStart(first) else { return false }
    return unicodeScalars.allSatisfy(Lexer.isNamePart)
  }
}
