/// What a file puts around an encoded text, or around two: `[CLS]` at the front, `[SEP]` between.
struct PostProcessor: Sendable {
  enum Piece: Sendable {
    case tokens([Int32], typeID: Int32)
    case text(Encoding.Source, typeID: Int32)
  }

  private(set) var single: [Piece] = [.text(.first, typeID: 0)]
  private(set) var pair: [Piece] = [.text(.first, typeID: 0), .text(.second, typeID: 1)]

  init() {}

  init(field: Field, contains: @escaping (Int32) -> Bool) throws(TokenizerError) {
    var writer: String?
    try read(field, contains, &writer)
  }

  /// `writer` is the processor that wrote the pieces; there may be one.
  private mutating func read(
    _ field: Field, _ contains: @escaping (Int32) -> Bool, _ writer: inout String?
  ) throws(TokenizerError) {
    let type = try field.member("type").string()
    switch type {
    case "Sequence":
      for part in try field.member("processors").elements() { try read(part, contains, &writer) }
      return
    case "ByteLevel": return  // Trims offsets only; ours keep their spaces, see `Encoding`.
    case "TemplateProcessing":
      let reader = TemplateReader(
        specialTokens: try field.member("special_tokens"), contains: contains)
      let template = try field.member("single")
      let (pieces, sources) = try reader.pieces(template)
      if sources.isEmpty { throw .missing(field: template.child("Sequence")) }
      if sources != [Encoding.Source.first] {
        throw .unsupported(
          field: template.path, found: "the second sequence", supported: ["the sequence A"])
      }
      single = pieces
      if let field = try field.optional("pair") { pair = try reader.pieces(field).pieces }
    case "BertProcessing":
      let (cls, sep) = try ends(field, contains)
      single = [.tokens([cls], typeID: 0), .text(.first, typeID: 0), .tokens([sep], typeID: 0)]
      pair = single + [.text(.second, typeID: 1), .tokens([sep], typeID: 1)]
    case "RobertaProcessing":
      let (cls, sep) = try ends(field, contains)
      single = [.tokens([cls], typeID: 0), .text(.first, typeID: 0), .tokens([sep], typeID: 0)]
      pair =
        single + [
          .tokens([sep], typeID: 0), .text(.second, typeID: 0), .tokens([sep], typeID: 0),
        ]
    default:
      throw .unsupported(
        field: field.child("type"), found: "post-processor \(type)",
        supported: [
          "ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "Sequence",
        ])
    }
    if let writer {
      throw .unsupported(
        field: field.child("type"), found: "post-processor \(type) after \(writer)",
        supported: ["one that adds tokens"])
    }
    writer = type
  }

  private func ends(
    _ field: Field, _ contains: @escaping (Int32) -> Bool
  ) throws(TokenizerError) -> (cls: Int32, sep: Int32) {
    (try token("cls", of: field, contains), try token("sep", of: field, contains))
  }

  /// The id in a member such as `"cls": ["[CLS]", 101]`.
  private func token(
    _ name: String, of field: Field, _ contains: @escaping (Int32) -> Bool
  ) throws(TokenizerError) -> Int32 {
    let pair = try field.member(name)
    let elements = try pair.elements()
    guard elements.count == 2, elements[0].value.bytes != nil else {
      throw .wrongType(field: pair.path, expected: "a token and its id")
    }
    let id = try elements[1].id()
    guard contains(id) else { throw .unknownToken(field: elements[1].path, token: "id \(id)") }
    return id
  }
}
