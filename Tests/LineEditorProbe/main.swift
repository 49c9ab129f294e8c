import Foundation
import LineEditor

// A shell as small as can be, for the tests of the editor: it says each cell that it was given as
// one line of JSON. `spin` runs until ^C, `:edit` opens the last cell, `crash` faults.

let environment = ProcessInfo.processInfo.environment
let editor = LineEditor(
  configuration: .init(historyFile: environment["PROBE_HISTORY"].map { URL(fileURLWithPath: $0) }),
  language: probeLanguage)

var last = ""
while true {
  let input = editor.read(prompt: "pts> ")
  switch input {
  case .interrupted:
    print("interrupted")
  case .endOfFile:
    print("bye")
    exit(0)
  case .text("spin"):
    print("spinning")
    fflush(nil)
    while Interrupts.count == 0 { usleep(10_000) }
    print("stopped")
    if environment["PROBE_DEAF"] != nil { while true { usleep(10_000) } }
  case .text(":edit"):
    do { print("edited: \(try editor.edit(last).map(json) ?? "nothing")") } catch {
      print("fault: \(error)")
    }
  case .text(let text):
    last = text
    print("cell: \(json(text))")
  }
  fflush(nil)
}

func json(_ text: String) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  return (try? String(decoding: encoder.encode(text), as: UTF8.self)) ?? "?"
}
