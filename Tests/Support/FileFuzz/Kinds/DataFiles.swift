import Data
import Foundation
import Mutation

/// Tables and records of every form that is read.
struct DataFiles: FuzzKind {
  static let name = "data"

  let fixtures: [Fixture] = [
    ("plain.csv", "review,mood\na good film,good\ncold,bad\nwarm,good\n"),
    (
      "quoted.csv",
      "\u{FEFF}\"review\",mood,\"year\"\r\n\"said \"\"good\"\", left\",good,1999\r\n\"two\nlines\",bad,\r\n"
    ),
    (
      "plain.tsv",
      "review\tmood\tid\na film, warm\tgood\t1\nشكرا جزيلا\tgood\t2\n👩‍👩‍👧 e\u{301}\tbad\t3\n"
    ),
    (
      "plain.jsonl",
      """
      {"review": "a good film", "mood": "good", "year": 1999}
      {"review": "caf\\u00e9 \\ud83d\\ude00\\n", "mood": "bad", "year": -1.5e3}

      {"year": null, "mood": true, "review": ""}

      """
    ),
    (
      "plain.json",
      """
      [
        {"review": "a \\"good\\" film", "mood": "good", "stars": 4},
        {"review": "cold", "mood": "bad", "stars": 0.5},
        {"review": "日本語", "mood": "bad", "stars": 18446744073709551616}
      ]
      """
    ),
  ].map { name, text in Fixture(name: name) { [name: Array(text.utf8)] } }

  private static let mutator = FileMutator(words: [
    "review", "mood", "\n", "\r", ",", "\t", "\"", "a,b", "\u{FEFF}", "null", "NaN", "\u{2028}",
  ])

  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    var files: FileSet = [:]
    for (name, bytes) in try fixture.files() {
      // Now and then under the name of another form.
      let other = draw.once(in: 12) ? "other." + draw.of(["csv", "tsv", "jsonl", "json"]) : name
      files[other] =
        name.hasSuffix(".json")
        ? Self.mutator.json(bytes, &draw) : Self.lines(bytes, of: name, &draw)
    }
    return Mutant(fixture, files: files)
  }

  private static func lines(_ bytes: [UInt8], of name: String, _ draw: inout Draw) -> [UInt8] {
    guard draw.once(in: 2) else { return mutator.text(bytes, &draw) }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
    for _ in 0...draw.below(3) where !lines.isEmpty {
      let place = draw.below(lines.count)
      switch draw.below(6) {
      case 0: lines.remove(at: place)
      case 1: lines.insert(lines[place], at: draw.below(lines.count))
      case 2: lines.swapAt(place, draw.below(lines.count))
      case 3: lines[place] = Array(lines[place].prefix(draw.below(lines[place].count + 1)))
      case 4 where draw.once(in: 8):
        lines += Array(repeating: lines[place], count: 20_000)
      default:
        lines[place] =
          name.hasSuffix(".jsonl")
          ? mutator.json(lines[place], &draw) : mutator.text(lines[place], &draw)
      }
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    guard let name = mutant.files.keys.first else { throw FuzzFault.broken("no file") }
    let url = folder.appendingPathComponent(name)
    let file: DataFile
    do {
      file = try DataFile(url)
    } catch {
      if let line = error.line, line < 1 { throw FuzzFault.broken("line \(line)") }
      if let column = error.column, column < 1 { throw FuzzFault.broken("column \(column)") }
      throw error
    }
    return { try Self.check(file, url) }
  }

  private static func check(_ file: DataFile, _ url: URL) throws {
    let columns = Set(file.columns)
    guard !file.rows.isEmpty, !columns.isEmpty, columns.count == file.columns.count else {
      throw FuzzFault.broken("\(file.rows.count) rows, columns \(file.columns)")
    }
    for (place, row) in file.rows.enumerated()
    where row.index != place || !columns.isSuperset(of: row.fields.keys) {
      throw FuzzFault.broken("row \(place) is \(row)")
    }
    let first = try DataFile(url, limit: 1)
    guard file.columns.starts(with: first.columns),
      first.rows.map(\.fields) == [file.rows[0].fields]
    else {
      throw FuzzFault.broken("the first row alone is \(first.rows)")
    }
    let parts = Dataset.split(file.rows, shares: [0.6, 0.2, 0.2], seed: 1)
    let places = (parts.train + parts.valid + parts.test).map(\.index).sorted()
    guard places == Array(file.rows.indices) else {
      throw FuzzFault.broken("the splits hold \(places.count) of \(file.rows.count) rows")
    }
  }
}
