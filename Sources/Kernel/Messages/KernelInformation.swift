import JSON

/// The answer to `kernel_info_request`.
enum KernelInformation {
  /// - Parameter version: the program's.
  static func content(version: String) -> JSONValue {
    .record([
      "status": .text("ok"), "protocol_version": .text(protocolVersion),
      "implementation": .text("pts"), "implementation_version": .text(version),
      "language_info": .record([
        "name": .text("pts"), "version": .text(version), "mimetype": .text("text/x-pts"),
        "file_extension": .text(".pts"),
        // Comments, strings and numbers are written as they are there.
        "pygments_lexer": .text("python"), "codemirror_mode": .text("python"),
        "nbconvert_exporter": .text("script"),
      ]),
      "banner": .text("pts \(version): prompt tuning; ?topics lists what has help, :help commands"),
      "debugger": .bool(false), "supported_features": .array([.text("kernel subshells")]),
      "help_links": .array([]),
    ])
  }
}
