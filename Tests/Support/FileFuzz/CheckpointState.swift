import JSON
import Mutation

/// A checkpoint whose state, a JSON text within the header's JSON, was changed and put back whole.
struct CheckpointState {
  let files: FileSet

  /// Nil where there is no such state.
  init?(_ files: FileSet, _ mutator: FolderMutator, _ draw: inout Draw) throws {
    let name = TunedFixture.checkpointName
    guard let bytes = files[name], bytes.count >= 8 else { return nil }
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    guard var members = (try? JSONValue(parsing: Array(bytes[8..<8 + length])))?.object,
      let place = members.firstIndex(where: { $0.name == "__metadata__" }),
      var metadata = members[place].value.object,
      let own = metadata.firstIndex(where: { $0.name == "pts.state" }),
      case .string(let state) = metadata[own].value
    else { return nil }
    metadata[own] = JSONMember(
      key: metadata[own].key, value: .string(mutator.json(state, &draw)))
    members[place] = JSONMember(key: members[place].key, value: .object(metadata))
    let header = JSONMutator.bytes(of: .object(members))
    let front = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    var changed = files
    changed[name] = front + header + bytes[(8 + length)...]
    self.files = changed
  }
}
