import Script
import Tuning

extension DataFileError {
  func fault(at place: Fault.Place) -> Fault {
    let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    return Fault("\(file.relativePath)\(position): \(message)", hint: cure, at: place)
  }
}
