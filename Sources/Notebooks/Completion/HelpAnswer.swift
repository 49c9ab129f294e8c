import Bindings
import Foundation
import Script

/// What `?name` answers: a value that cells have made, or what the language knows.
package struct HelpAnswer {
  private let host: EngineHost
  private let names: any NameSource

  package init(_ host: EngineHost, _ names: any NameSource) {
    self.host = host
    self.names = names
  }

  /// Throws a `Fault` where nothing is known of it.
  package func text(_ query: String) throws -> String {
    let name = query.trimmingCharacters(in: .whitespaces)
    // A script without options has a list of words there.
    let isWord = name == "args" && names.typeName(ofPath: name) == "list"
    if !isWord, let description = names.description(ofPath: name) { return description }
    let query = HelpQuery(name) { names.typeName(ofPath: $0) }
    return try Help(host).text(for: query.topic == "topics" ? "" : query.topic)
  }
}
