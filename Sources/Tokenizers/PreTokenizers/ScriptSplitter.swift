import Foundation
import Patterns

/// Splits text where its script changes, as the pre-tokenizer `UnicodeScripts` has it.
///
/// Kana count as Han, and characters of any script (spaces, what Unicode had not assigned) stay
/// with the word before them; in front of the first word they are left out, as the library does.
enum ScriptSplitter {
  private static let any: UInt8 = 0

  /// Where each run of characters of one script begins, and its script.
  private static let runs: (starts: [UInt32], scripts: [UInt8]) = {
    var starts: [UInt32] = []
    var scripts: [UInt8] = []
    var start: UInt32 = 0
    var bytes = [UInt8](Data(base64Encoded: ScriptTable.packed)!)[...]
    while !bytes.isEmpty {
      var shift: UInt32 = 0
      while let byte = bytes.popFirst() {
        start += UInt32(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      starts.append(start)
      scripts.append(bytes.removeFirst())
    }
    return (starts, scripts)
  }()

  private static func script(of scalar: Unicode.Scalar) -> UInt8 {
    var (low, high) = (0, runs.starts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if runs.starts[middle] <= scalar.value { low = middle } else { high = middle }
    }
    return runs.scripts[low]
  }

  static func forEach(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    var last: UInt8?
    var position = range.lowerBound
    while position < range.upperBound {
      let (scalar, width) = UTF8Text.scalar(text, at: position)
      let script = script(of: scalar)
      if script != any, script != last {
        if last != nil { body(start..<position) }
        start = position
        last = script
      }
      position += width
    }
    if last != nil { body(start..<position) }
  }
}
