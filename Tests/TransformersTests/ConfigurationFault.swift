import Foundation
import ReferenceData
import Transformers

/// One field of a good folder changed; a path of two names reaches into `rope_parameters`.
func configurationFault(_ model: String, _ field: String, _ value: Any?) throws -> String? {
  let source = ReferenceData.root.appendingPathComponent("models/\(model)")
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("pts-hostile-\(UUID().uuidString)")
  try FileManager.default.copyItem(at: source, to: folder)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appendingPathComponent("config.json")
  var config = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as! [String: Any]
  let path = field.split(separator: ".").map(String.init)
  if path.count == 2 {
    var inner = config[path[0]] as! [String: Any]
    inner[path[1]] = value
    config[path[0]] = inner
  } else {
    config[field] = value
  }
  try JSONSerialization.data(withJSONObject: config).write(to: file)
  do {
    _ = try ReferenceData.model(folder)
    return nil
  } catch {
    return "\(error)"
  }
}
