import Figures
import Hub

/// An event of a download.
package struct DownloadReport: Sendable {
  /// Empty once the download has ended.
  package let repository: String
  package let event: DownloadEvent

  /// The event in words; nil where a progress line shows it.
  package var text: String? {
    let text: String
    switch event {
    case .started, .progressed, .ended: return nil
    case .fetched(let file, let bytes, let seconds):
      text = "\(file) · \(Numeral.bytes(bytes)) in \(Numeral.duration(seconds))"
    case .waiting(let file): text = "\(file) · another program is fetching it"
    case .retrying(let file, let reason, let pause):
      text = "\(file) · \(reason); again in \(Numeral.duration(pause))"
    }
    return repository.isEmpty ? text : "\(repository) · \(text)"
  }

  /// How far the download has come; nil for all other events.
  package var line: ProgressLine? {
    guard case .progressed(let progress) = event else { return nil }
    let left = progress.total - progress.done
    return ProgressLine(
      name: repository, unit: .bytes, step: progress.done, total: progress.total,
      rate: progress.rate, secondsLeft: progress.rate > 0 ? Double(left) / progress.rate : nil,
      details: [("file", progress.file)])
  }
}
