/// The tokens that a file puts around an encoded text: `<|begin_of_text|>` at the front.
struct PostProcessor: Sendable {
  private(set) var before: [Int32] = []
  private(set) var after: [Int32] = []

  init() {}

  init(field: Field, contains: (Int32) -> Bool) throws(TokenizerError) {
    try append(field, contains)
  }

  private mutating func append(
    _ field: Field, _ contains: (Int32) -> Bool
  ) throws(TokenizerError) {
    let type = try field.member("type").string()
    switch type {
    case "Sequence":
      for part in try field.member("processors").elements() { try append(part, contains) }
    case "ByteLevel": break  // Trims offsets only; ours keep their spaces, see `Encoding`.
    case "TemplateProcessing": try template(field, contains)
    case "BertProcessing", "RobertaProcessing":
      before.insert(try token("cls", of: field, contains), at: 0)
      after.append(try token("sep", of: field, contains))
    default:
      throw .unsupported(
        field: field.child("type"), found: "post-processor \(type)",
        supported: [
          "ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "Sequence",
        ])
    }
  }

  /// The id in a member such as `"cls": ["[CLS]", 101]`.
  private func token(
    _ name: String, of field: Field, _ contains: (Int32) -> Bool
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

  private mutating func template(
    _ field: Field, _ contains: (Int32) -> Bool
  ) throws(TokenizerError) {
    let special = try field.member("special_tokens")
    var isAfter = false
    var front: [Int32] = []
    for piece in try field.member("single").elements() {
      if try piece.optional("Sequence") != nil {
        if isAfter {
          throw .unsupported(
            field: piece.path, found: "a second sequence", supported: ["one sequence"])
        }
        isAfter = true
        continue
      }
      let name = try piece.member("SpecialToken").member("id")
      let entry = try special.member(try name.string())
      for element in try entry.member("ids").elements() {
        let id = try element.id()
        guard contains(id) else {
          throw .unknownToken(field: element.path, token: "id \(id)")
        }
        if isAfter { after.append(id) } else { front.append(id) }
      }
    }
    if !isAfter { throw .missing(field: field.child("single.Sequence")) }
    before = front + before
  }
}
