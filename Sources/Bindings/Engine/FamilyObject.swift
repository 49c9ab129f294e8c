import Script

/// An object whose members are listed in a table, which help reads before there is such an object.
protocol FamilyObject: HostObject {
  static var family: MemberFamily { get }
}

extension FamilyObject {
  var typeName: String { Self.family.type }

  var memberNames: [String] { Self.family.properties.map(\.name) + Self.family.methods.map(\.name) }

  func memberDoc(_ name: String) -> String? {
    Self.family.property(name)?.doc ?? method(name)?.doc
  }

  func method(_ name: String) -> Builtin? { Self.family.method(name) }
}
