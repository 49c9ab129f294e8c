extension RunReport {
  /// How the run ended, in one line; nil where it has no summary.
  var summary: String? {
    let parts = progress.summaryParts()
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}
