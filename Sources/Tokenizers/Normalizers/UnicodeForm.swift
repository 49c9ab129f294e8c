import Foundation

extension Normalizer.UnicodeForm {
  func apply(to text: AlignedText, in range: Range<Int>) -> AlignedText {
    if text.bytes[range].allSatisfy({ $0 < 0x80 }) { return text.rewritten { $0.copy(range) } }
    switch self {
    case .nfd, .nfkd: return decomposed(text, range)
    case .nfc: return composed(text, range)
    case .nfkc:
      // Halfwidth letters become one syllable only once they are full ones.
      let decomposed = Self.nfkd.decomposed(text, range)
      return composed(decomposed, 0..<decomposed.bytes.count)
    }
  }

  /// Each scalar's decomposition stands for the scalar.
  private func decomposed(_ text: AlignedText, _ range: Range<Int>) -> AlignedText {
    text.rewritten { output in
      var marks: [Mark] = []
      // Foundation is slow to ask, and a text has few characters of its own.
      var known: [Unicode.Scalar: [Mark]] = [:]
      text.eachScalar(in: range) { scalar, span in
        if isStable(scalar) {
          Self.write(&marks, to: &output)
          output.copy(span)
          return
        }
        if known[scalar] == nil {
          known[scalar] = decomposition(of: scalar).map {
            Mark(scalar: $0, order: $0.properties.canonicalCombiningClass.rawValue, span: 0..<0)
          }
        }
        for part in known[scalar]! {
          if part.order == 0 {
            Self.write(&marks, to: &output)
            output.append(UTF8.encode(part.scalar)!, for: span)
          } else {
            marks.append(Mark(scalar: part.scalar, order: part.order, span: span))
          }
        }
      }
      Self.write(&marks, to: &output)
    }
  }

  private struct Mark {
    let scalar: Unicode.Scalar
    let order: UInt8
    let span: Range<Int>
  }

  /// Marks that follow one another go by their class, those of one class as they were; their
  /// spans stay in the order of the text.
  private static func write(_ marks: inout [Mark], to output: inout AlignedText.Rewriter) {
    if marks.isEmpty { return }
    let sorted = marks.enumerated().sorted {
      ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
    }
    for ((_, mark), span) in zip(sorted, marks.map(\.span)) {
      output.append(UTF8.encode(mark.scalar)!, for: span)
    }
    marks.removeAll(keepingCapacity: true)
  }

  private func decomposition(of scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    let text = String(Character(scalar))
    // The library's tables end with Unicode 11.
    guard EarlyUnicode.isNormalizable(scalar) else { return text.unicodeScalars }
    return self == .nfd
      ? text.decomposedStringWithCanonicalMapping.unicodeScalars
      : text.decomposedStringWithCompatibilityMapping.unicodeScalars
  }

  /// Composes one grapheme cluster after another: no composition reaches past one. What a cluster
  /// becomes stands for the whole cluster.
  private func composed(_ text: AlignedText, _ range: Range<Int>) -> AlignedText {
    text.rewritten { output in
      var position = range.lowerBound
      var stable: [Unicode.Scalar: Bool] = [:]
      for cluster in String(decoding: text.bytes[range], as: UTF8.self) {
        let units = cluster.utf8
        let span = position..<position + units.count
        position = span.upperBound
        let scalars = cluster.unicodeScalars
        let only = scalars.count == 1 ? scalars.first! : nil
        if let only, Self.nfc.isStable(only) || stable[only] == true {
          output.copy(span)
          continue
        }
        let normal = Self.joiningHangul(String(cluster).precomposedStringWithCanonicalMapping).utf8
        if normal.elementsEqual(units) {
          if let only { stable[only] = true }
          output.copy(span)
        } else {
          output.append(normal, for: span)
        }
      }
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

  /// Scalars of the large scripts that stay as they are; the rest asks Foundation.
  private func isStable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x80, 0x4E00..<0xA000: true
    case 0xAC00..<0xD7A4: self == .nfc
    default: false
    }
  }
}
