import JSON

/// Reads one JSON text into a value; `null` becomes `none`.
package enum JSONReader {
  static func value(_ text: String) throws -> Value {
    do throws(JSONFault) {
      return value(try JSONValue(parsing: Array(text.utf8), exactly: true))
    } catch {
      guard case .inexactNumber(let digits, let name) = error.problem else {
        throw Fault("this is not JSON: \(error)")
      }
      let owner = name.map { "`\($0)`" } ?? "a number"
      throw Fault(
        "\(owner) is \(digits), which can't be held exactly (line \(error.line), column "
          + "\(error.column))", hint: "an id is a text: write it in quotes in the JSON")
    }
  }

  package static func value(_ json: JSONValue) -> Value {
    switch json {
    case .null: .none
    case .bool(let flag): .bool(flag)
    case .integer(let number): .number(Double(number))
    case .double(let number): .number(number)
    case .string(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .array(let elements): .list(elements.map(value))
    case .object(let members): .record(record(members))
    }
  }

  /// Of a name that is written twice the last value counts.
  private static func record(_ members: [JSONMember]) -> Record {
    var record = Record()
    for member in members { record[member.name] = value(member.value) }
    return record
  }
}
