import Data
import Diagnostics
import Script
import Tuning

extension DataFileError {
  /// - Parameters:
  ///   - name: what the script calls the file.
  ///   - instead: what to name in place of a missing file.
  func fault(at place: Fault.Place, name: String? = nil, instead: String? = nil) -> Fault {
    let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    // Where a missing file was looked for is part of what is wrong.
    let isMissing = if case .noSuchFile = problem { true } else { false }
    let shown = isMissing ? file.relativePath : name ?? file.relativePath
    let hints = [hint, isMissing ? instead : nil].compactMap(\.self)
    return Fault(
      "\(shown)\(position): \(message)",
      hint: hints.isEmpty ? nil : hints.joined(separator: "; "), at: place)
  }
}
