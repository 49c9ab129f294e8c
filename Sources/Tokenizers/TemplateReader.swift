/// Reads the templates of `TemplateProcessing`.
struct TemplateReader {
  let specialTokens: Field
  let contains: (Int32) -> Bool

  /// A template's pieces and the texts among them, each at most once.
  func pieces(
    _ template: Field
  ) throws(TokenizerError) -> (pieces: [PostProcessor.Piece], sources: [Encoding.Source]) {
    var pieces: [PostProcessor.Piece] = []
    var sources: [Encoding.Source] = []
    for piece in try template.elements() {
      if let sequence = try piece.optional("Sequence") {
        let source = try source(sequence)
        if sources.contains(source) {
          throw .unsupported(
            field: piece.path, found: "a second sequence", supported: ["each sequence once"])
        }
        sources.append(source)
        pieces.append(.text(source, typeID: try typeID(sequence)))
      } else {
        let token = try piece.member("SpecialToken")
        let entry = try specialTokens.member(try token.member("id").string())
        var ids: [Int32] = []
        for element in try entry.member("ids").elements() {
          let id = try element.id()
          guard contains(id) else { throw .unknownToken(field: element.path, token: "id \(id)") }
          ids.append(id)
        }
        pieces.append(.tokens(ids, typeID: try typeID(token)))
      }
    }
    return (pieces, sources)
  }

  private func source(_ sequence: Field) throws(TokenizerError) -> Encoding.Source {
    guard let id = try sequence.optional("id") else { return .first }
    switch try id.string() {
    case "A": return .first
    case "B": return .second
    case let name:
      throw .unsupported(field: id.path, found: "sequence \(name)", supported: ["A", "B"])
    }
  }

  private func typeID(_ piece: Field) throws(TokenizerError) -> Int32 {
    guard let field = try piece.optional("type_id") else { return 0 }
    return try field.id()
  }
}
