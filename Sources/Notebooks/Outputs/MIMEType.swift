/// A kind of content: `text/plain`.
package struct MIMEType: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static let plainText = MIMEType(rawValue: "text/plain")
}
