import Diagnostics
import Syntax

extension Resolver {
  /// Checks a declaration against its schema as far as its values are known.
  func resolve(_ declaration: DeclarationSyntax, _ isTopLevel: Bool) {
    if declaration.isOptions { return resolveOptions(declaration, isTopLevel) }
    let faultsBefore = diagnostics.count
    let schema = context.nouns[declaration.noun]
    for field in declaration.fields { resolve(field, schema?.field(field.name)) }
    guard let schema else {
      reportUnknownNoun(declaration)
      define(declaration.name, .declaration, isTopLevel)
      return
    }
    var seen: [String: DeclarationSyntax.Field] = [:]
    var meant: Set<String> = []
    var own: [StaticDeclaration.Field] = []
    var parent: Int?
    var isComplete = true
    for field in declaration.fields {
      if let earlier = seen[field.name] {
        report(
          "`\(field.name)` is given twice", field.lower, field.upper,
          notes: [Diagnostic.Note("first given here", at: range(earlier.lower, earlier.upper))])
        continue
      }
      seen[field.name] = field
      if field.name == "like" {
        parent = resolveLike(field, schema)
        isComplete = parent.map { context.declarations[$0].isComplete } ?? false
      } else if let known = schema.field(field.name) {
        own.append(check(field, known, schema))
      } else {
        reportUnknownField(field, schema)
        if let name = schema.fieldMeant(by: field.name) { meant.insert(name) }
      }
    }
    if isComplete {
      // A field that was mistyped isn't missing as well.
      reportMissing(declaration, schema, seen: meant.union(seen.keys), parent: parent)
    }
    define(declaration.name, .declaration, isTopLevel)
    guard isTopLevel, let binding = resolution[declaration.name] else { return }
    binding.declaration = context.declarations.count
    context.declarations.append(
      StaticDeclaration(
        noun: schema, name: declaration.name.name, range: binding.range, parent: parent,
        isComplete: isComplete, isFaulty: diagnostics.count > faultsBefore,
        fields: (parent.map { context.declarations[$0].fields } ?? []).overridden(by: own),
        written: context.written))
  }

  /// A name that nothing has may be a string that lacks its quotes.
  private func resolve(_ field: DeclarationSyntax.Field, _ known: FieldSchema?) {
    guard let known, case .name(let use) = field.value.kind else { return resolve(field.value) }
    var string: String?
    if known.type.accepts(.string(use.name)) {
      string = "a string is written in quotes: \(use.name.quoted)"
    } else if let word = Suggestion.closest(to: use.name, among: known.type.choices) {
      string = "did you mean \(word.quoted)?"
    }
    resolve(use, field.value.lower, field.value.upper, hintForString: string)
  }

  /// How to declare what was written as `model = "workshop"`.
  func declarationHint(_ noun: String, _ value: Expression) -> String? {
    guard let schema = context.nouns[noun],
      let field = context.nouns.values.lazy.compactMap({ other in
        other.fields.first { $0.type.nouns == [noun] }
      }).first
    else { return nil }
    let declaration = schema.declaration(
      named: field.example, of: ConstantFolder.fold(value, self))
    return "`\(noun)` is a declaration: `\(declaration)`"
  }

  private func reportUnknownNoun(_ declaration: DeclarationSyntax) {
    let word = declaration.noun
    let nouns = context.host.nouns
    let meant =
      nouns.first { $0.aliases.contains(word.lowercased()) }?.name
      ?? Suggestion.closest(to: word, among: nouns.map(\.name))
    let known = Phrase.alternatives(nouns.map { "`\($0.name)`" }, "and")
    report(
      "there is no noun `\(word)`", declaration.nounLower,
      declaration.nounLower + word.utf8.count,
      hint: meant.map { "did you mean `\($0)`?" } ?? (nouns.isEmpty ? nil : "there are \(known)"))
  }

  private func reportUnknownField(_ field: DeclarationSyntax.Field, _ schema: NounSchema) {
    let list = "?\(schema.name) lists the fields"
    let meant = schema.fieldMeant(by: field.name).map { "did you mean `\($0)`?   \(list)" }
    report(
      "`\(schema.name)` has no field `\(field.name)`", field.lower, field.upper,
      hint: meant ?? list)
  }

  private func reportMissing(
    _ declaration: DeclarationSyntax, _ schema: NounSchema, seen: Set<String>, parent: Int?
  ) {
    let faults = schema.faults(
      ofMissingFieldsIn: declaration.name.name, in: context
    ) { field in
      seen.contains(field)
        || parent.map { context.declarations[$0].explicit(field) != nil } ?? false
    }
    for fault in faults {
      report(fault.message, declaration.name.lower, declaration.name.upper, hint: fault.hint)
    }
  }

  /// The declaration named by `like:`; nil where it is known only at run time, or wrong.
  private func resolveLike(_ field: DeclarationSyntax.Field, _ schema: NounSchema) -> Int? {
    if case .name(let use) = field.value.kind, let binding = resolution[use],
      let index = binding.declaration, context.declarations.indices.contains(index)
    {
      let other = context.declarations[index]
      if other.noun.name == schema.name { return index }
      report(
        "`like` takes a `\(schema.name)`, and `\(other.name)` is a `\(other.noun.name)`",
        field.value.lower, field.value.upper,
        notes: [Diagnostic.Note("declared here", at: other.range)])
      return nil
    }
    if let constant = ConstantFolder.fold(field.value, self) {
      let fault = FieldCheck.likeFault(constant, schema)
      report(fault.message, field.value.lower, field.value.upper, hint: fault.hint)
    }
    return nil
  }

  /// Checks a field's value where it is constant or names a declaration.
  private func check(
    _ field: DeclarationSyntax.Field, _ known: FieldSchema, _ schema: NounSchema
  ) -> StaticDeclaration.Field {
    let constant = ConstantFolder.fold(field.value, self)
    var reference: Int?
    if case .name(let use) = field.value.kind, let index = resolution[use]?.declaration,
      context.declarations.indices.contains(index)
    {
      reference = index
      let other = context.declarations[index]
      if !known.type.acceptsDeclaration(of: other.noun.name) {
        report(
          "`\(field.name)` of `\(schema.name)` takes \(known.type.phrase), and `\(other.name)` is "
            + "a `\(other.noun.name)`", field.value.lower, field.value.upper,
          notes: [Diagnostic.Note("declared here", at: other.range)])
      }
    } else if let constant, let fault = FieldCheck.fault(constant, known, schema, in: context) {
      report(fault.message, field.value.lower, field.value.upper, hint: fault.hint)
    }
    return StaticDeclaration.Field(
      name: field.name, valueRange: range(field.value.lower, field.value.upper),
      constant: constant, reference: reference)
  }
}

extension ValueType {
  /// Whether the name of a declared noun is accepted as the value.
  func acceptsDeclaration(of noun: String) -> Bool {
    switch self {
    case .any, .object, .elements: true
    case .noun(let name): name == noun
    case .oneOf(let types): types.contains { $0.acceptsDeclaration(of: noun) }
    default: false
    }
  }
}
