/// What keeps a text from being well-formed XML, as far as pages and pictures need it.
///
/// - Returns: nil where each tag is closed in its order, each attribute is quoted and each `&`
///   begins one of the entities that XML has.
func markupFault(_ text: String) -> String? {
  var open: [Substring] = []
  var rest = text[...]
  while let next = rest.firstIndex(where: { $0 == "<" || $0 == "&" || $0 == ">" }) {
    rest = rest[next...]
    if rest.first == ">" { return "a lone > before \(rest.prefix(40))" }
    if rest.first == "&" {
      guard rest.prefixMatch(of: #/&(amp|lt|gt|quot|#39);/#) != nil else {
        return "an unknown entity in \(rest.prefix(40))"
      }
      rest = rest.dropFirst()
      continue
    }
    if let match = rest.prefixMatch(of: #/<\/([a-z]+)>/#) {
      guard open.popLast() == match.1 else { return "</\(match.1)> closes another element" }
      rest = rest[match.range.upperBound...]
    } else if let match = rest.prefixMatch(
      of: #/<([a-z]+)(?: [A-Za-z-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*(\/?)>/#)
    {
      if match.2.isEmpty { open.append(match.1) }
      rest = rest[match.range.upperBound...]
    } else {
      return "no tag: \(rest.prefix(80))"
    }
  }
  let controls = text.unicodeScalars.first {
    $0.value < 0x20 && $0 != "\n" || $0 == "\u{FFFE}" || $0 == "\u{FFFF}"
  }
  if let controls { return "U+\(String(controls.value, radix: 16)) isn't allowed in XML" }
  return open.last.map { "<\($0)> isn't closed" }
}
