import Foundation

extension Normalizer.UnicodeForm {
  /// Normalises one grapheme cluster after another: no normalisation reaches past one. What a
  /// cluster becomes stands for the whole cluster.
  func apply(to text: AlignedText, in range: Range<Int>) -> AlignedText {
    let slice = text.bytes[range]
    if slice.allSatisfy({ $0 < 0x80 }) { return text.rewritten { $0.copy(range) } }
    return text.rewritten { output in
      var position = range.lowerBound
      for cluster in String(decoding: slice, as: UTF8.self) {
        let units = cluster.utf8
        let place = position..<position + units.count
        position = place.upperBound
        if isStable(cluster) {
          output.copy(place)
          continue
        }
        let normal = normalise(String(cluster)).utf8
        if normal.elementsEqual(units) {
          output.copy(place)
        } else if !appendEach(of: text, in: place, expecting: normal, to: &output) {
          output.append(normal, for: place)
        }
      }
    }
  }

  /// Decomposes scalar by scalar, so that each keeps its own place; false and nothing written
  /// where that is not the cluster's form.
  private func appendEach(
    of text: AlignedText, in range: Range<Int>, expecting normal: String.UTF8View,
    to output: inout AlignedText.Rewriter
  ) -> Bool {
    guard self == .nfd || self == .nfkd else { return false }
    var parts: [(scalar: Unicode.Scalar, place: Range<Int>)] = []
    text.eachScalar(in: range) { scalar, place in
      for part in normalise(String(Character(scalar))).unicodeScalars {
        parts.append((part, place))
      }
    }
    Self.order(&parts)
    guard parts.lazy.flatMap({ UTF8.encode($0.scalar)! }).elementsEqual(normal) else {
      return false
    }
    for part in parts { output.append(UTF8.encode(part.scalar)!, for: part.place) }
    return true
  }

  /// Unicode's canonical order: marks that follow one another by class, equals as they stood.
  private static func order(_ parts: inout [(scalar: Unicode.Scalar, place: Range<Int>)]) {
    let classes = parts.map { $0.scalar.properties.canonicalCombiningClass.rawValue }
    var indices = Array(parts.indices)
    var start = 0
    while start < parts.count {
      var end = start
      while end < parts.count, classes[end] != 0 { end += 1 }
      indices[start..<end].sort { (classes[$0], $0) < (classes[$1], $1) }
      start = end + 1
    }
    parts = indices.map { parts[$0] }
  }

  private func normalise(_ text: String) -> String {
    switch self {
    case .nfc: Self.joiningHangul(text.precomposedStringWithCanonicalMapping)
    case .nfd: text.decomposedStringWithCanonicalMapping
    case .nfkc: Self.joiningHangul(text.precomposedStringWithCompatibilityMapping)
    case .nfkd: text.decomposedStringWithCompatibilityMapping
    }
  }

  /// Foundation leaves a Hangul syllable and the final consonant after it apart.
  private static func joiningHangul(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let last = result.last?.value, (0xAC00..<0xD7A4).contains(last),
        (last - 0xAC00) % 28 == 0, (0x11A8..<0x11C3).contains(scalar.value)
      {
        result.removeLast()
        result.append(Unicode.Scalar(last + scalar.value - 0x11A7)!)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Single scalars of the large scripts that no form changes; the rest asks Foundation.
  private func isStable(_ cluster: Character) -> Bool {
    let scalars = cluster.unicodeScalars
    guard let first = scalars.first, scalars.count == 1 else { return false }
    return switch first.value {
    case 0..<0x80, 0x4E00..<0xA000: true
    case 0xAC00..<0xD7A4: self == .nfc || self == .nfkc
    default: false
    }
  }
}
