/// A kind of content: `text/plain`.
package struct MIMEType: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static let plainText = MIMEType(rawValue: "text/plain")
  package static let html = MIMEType(rawValue: "text/html")
  package static let svg = MIMEType(rawValue: "image/svg+xml")
  package static let png = MIMEType(rawValue: "image/png")
  package static let json = MIMEType(rawValue: "application/json")
}
