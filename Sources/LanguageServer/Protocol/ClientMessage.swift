import JSON

/// A message of the client, as far as JSON-RPC itself says what it is.
struct ClientMessage {
  let method: String
  /// Nil for a notification, which has no answer.
  let id: JSONValue?
  let parameters: JSONValue

  enum Kind {
    case call(ClientMessage)
    /// The answer to a request of the server's, or what can be passed over in silence.
    case answer
    case invalid(id: JSONValue, ResponseError)
  }

  static func read(_ text: [UInt8]) -> Kind {
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONValue(parsing: text)
    } catch {
      return .invalid(
        id: .null, ResponseError(.parseError, "the message isn't JSON: \(error)"))
    }
    let id = value["id"]
    let isID =
      switch id {
      case nil, .integer?, .string?: true
      default: false
      }
    guard isID, value.object != nil else {
      return .invalid(
        id: .null,
        ResponseError(.invalidRequest, "a message is an object whose id is a number or a string"))
    }
    guard let method = value["method"]?.string else {
      if value["result"] != nil || value["error"] != nil { return .answer }
      return .invalid(
        id: id ?? .null, ResponseError(.invalidRequest, "the message has no method"))
    }
    return .call(ClientMessage(method: method, id: id, parameters: value["params"] ?? .null))
  }
}
