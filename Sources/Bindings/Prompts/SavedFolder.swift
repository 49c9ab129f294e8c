import Figures
import Files
import Foundation
import Script

/// What `save` has written, and who reads it.
struct SavedFolder {
  let folder: URL
  /// What reads it, with the call that does; `NAME` stands for the folder.
  let reader: String

  /// - Parameter isOwn: whether the method is one that PEFT doesn't have.
  static func adapter(_ folder: URL, isOwn: Bool) -> SavedFolder {
    SavedFolder(
      folder: folder,
      reader: isOwn
        ? "only pts reads it: `init: NAME`"
        : "PEFT reads it: PeftModel.from_pretrained(model, NAME)")
  }

  static func model(_ folder: URL) -> SavedFolder {
    SavedFolder(folder: folder, reader: "transformers reads it: from_pretrained(NAME)")
  }

  func report(_ call: Call) throws {
    // The folder was written a moment ago.
    let files = FileStamp.files(in: folder).filter { !$0.path.hasSuffix("/") }
    let size = Numeral.bytes(files.reduce(0) { $0 + $1.size })
    let name = try call.string(0)
    call.engine.environment.observer.note(
      "saved to \(name): \(files.count) files, \(size); "
        + reader.replacingOccurrences(of: "NAME", with: Value.string(name).source))
  }
}
