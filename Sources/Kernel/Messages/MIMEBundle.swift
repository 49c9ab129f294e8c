import Figures
import JSON
import Notebooks

/// A figure in every form that it has, of which a front end shows the richest that it can.
enum MIMEBundle {
  static func content(_ data: DisplayData) -> JSONValue {
    .object(
      DisplayData.types.compactMap { type in
        data.content(type).map {
          JSONMember(key: Array(type.rawValue.utf8), value: .text($0))
        }
      })
  }

  /// Help and other text.
  static func content(help text: String) -> JSONValue { content(DisplayData(.help(text))) }
}
