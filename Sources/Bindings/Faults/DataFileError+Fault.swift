import Data
import Diagnostics
import Script
import Tuning

extension DataFileError {
  /// - Parameter name: what the script calls the file.
  func fault(at place: Fault.Place, name: String? = nil) -> Fault {
    let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    // Where a missing file was looked for is part of what is wrong.
    let isMissing = if case .noSuchFile = problem { true } else { false }
    let shown = isMissing ? file.relativePath : name ?? file.relativePath
    return Fault("\(shown)\(position): \(message)", hint: hint, at: place)
  }
}
