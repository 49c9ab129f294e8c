import Diagnostics

/// `kind name { field: value … }`: its value is the object that the host makes.
final class DeclareNode: Node {
  private let noun: NounSchema
  private let name: String
  private let nameRange: SourceRange
  private let like: Node?
  private let fields: [(name: String, value: Node)]

  init(
    _ noun: NounSchema, name: String, nameRange: SourceRange, like: Node?,
    fields: [(name: String, value: Node)], _ range: SourceRange
  ) {
    self.noun = noun
    self.name = name
    self.nameRange = nameRange
    self.like = like
    self.fields = fields
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    var parent: (any DeclaredObject)?
    var inherited: [Declaration.Field] = []
    if let like {
      let value = try like.value(slots, interpreter)
      guard case .object(let object) = value, let declared = object as? any DeclaredObject,
        declared.declaration.noun.name == noun.name
      else {
        throw ScriptError.fault(
          interpreter.placed(FieldCheck.likeFault(value, noun), like.range))
      }
      parent = declared
      inherited = declared.declaration.fields
    }
    let own = try fields.map { field in
      let value = try field.value.value(slots, interpreter)
      if let schema = noun.field(field.name),
        let fault = FieldCheck.fault(value, schema, noun, in: interpreter)
      {
        throw ScriptError.fault(interpreter.placed(fault, field.value.range))
      }
      return Declaration.Field(name: field.name, value: value, valueRange: field.value.range)
    }
    let merged = inherited.overridden(by: own)
    let missing = noun.faults(ofMissingFieldsIn: name, in: interpreter) { field in
      merged.contains { $0.name == field }
    }
    if let fault = missing.first {
      throw ScriptError.fault(interpreter.placed(fault, nameRange))
    }
    let declaration = Declaration(
      noun: noun, name: name, range: nameRange, parent: parent, fields: merged)
    do {
      return try interpreter.host.declare(
        declaration, Context(runtime: interpreter, range: nameRange))
    } catch {
      throw interpreter.placed(error, nameRange) { place in
        guard case .field(let field) = place else { return nil }
        if field == "like" { return like?.range }
        return declaration.explicit(field)?.valueRange
      }
    }
  }
}
