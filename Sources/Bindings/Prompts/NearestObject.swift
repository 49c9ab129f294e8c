import Figures
import Script
import Tensors
import Tokenizers
import Transformers

/// The words of the vocabulary nearest to each soft token, by cosine.
final class NearestObject: HostObject {
  private struct Neighbour {
    let id: Int32
    let token: String
    let cosine: Float
  }

  private let rows: [[Neighbour]]

  /// - Parameters:
  ///   - soft: `[P, H]`.
  ///   - language: whose embedding table `[V, H]` they are compared with.
  init(_ soft: Tensor, count: Int, of language: LocalModel) throws {
    let (table, tokenizer) = (language.network.embedding.values, language.tokenizer)
    let known = min(tokenizer.vocabularySize, table.shape[0])
    let width = table.shape[1]
    rows = try soft.withValues { soft in
      try table.withValues { table in
        func norm(_ row: UnsafeBufferPointer<Float>.SubSequence) -> Float {
          row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let norms = (0..<known).map { norm(table[$0 * width..<($0 + 1) * width]) }
        return try (0..<soft.count / width).map { index in
          try Interrupt.check()
          let vector = soft[index * width..<(index + 1) * width]
          let length = norm(vector)
          let cosines = (0..<known).map { id -> Float in
            var dot: Float = 0
            for column in 0..<width {
              dot += table[id * width + column] * soft[index * width + column]
            }
            return dot / max(norms[id] * length, .leastNormalMagnitude)
          }
          return (0..<known).sorted { (cosines[$0], $1) > (cosines[$1], $0) }.prefix(count).map {
            Neighbour(
              id: Int32($0), token: tokenizer.display(Int32($0)), cosine: cosines[$0])
          }
        }
      }
    }
  }

  var typeName: String { "neighbours" }
  var count: Int? { rows.count }
  func element(_ index: Int) throws -> Value { value(rows[index]) }

  func index(_ items: [IndexItem]) throws -> Value? {
    guard items.count == 1, case .position(let position) = items[0] else { return nil }
    guard let index = position.index(among: rows.count) else {
      throw Fault(
        "there is no soft token \(position)", hint: "they run from 0 to \(rows.count - 1)")
    }
    return value(rows[index])
  }

  private func value(_ row: [Neighbour]) -> Value {
    .list(
      row.map {
        .record(
          Record([
            ("token", .string($0.token)), ("id", .number(Double($0.id))),
            ("cosine", .float($0.cosine)),
          ]))
      })
  }

  /// A token whose blanks can be seen: ` film` and `film` are two tokens.
  private static func visible(_ token: String) -> String {
    token.replacing(" ", with: "␣")
  }

  var text: String {
    rows.enumerated().map { index, row in
      "\(index): "
        + row.map { "\(Self.visible($0.token)) \(Numeral.short(Double($0.cosine)))" }
        .joined(separator: ", ")
    }.joined(separator: "\n")
  }

  var figure: Figure {
    let ranks = (rows.first ?? []).indices.map { Table.Column($0 == 0 ? "nearest" : "\($0 + 1).") }
    let table = Table(
      columns: [.init("soft", .number(decimals: 0))] + ranks,
      rows: rows.enumerated().map { index, row in
        [.number(Double(index))]
          + row.map { .text("\(Self.visible($0.token))  \(Numeral.short(Double($0.cosine)))") }
      })
    return .table(table)
  }

  func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(Value.list(rows.map(value)), to: &output)
    return true
  }
}
