import GRDB

extension RunStore {
  /// The database's layout, step by step. A step that was ever released is never changed: what
  /// comes later is added below.
  package static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("runs") { db in
      try db.create(table: "run", options: .strict) { t in
        t.column("key", .text).primaryKey()
        t.column("name", .text).notNull()
        t.column("script", .text)
        t.column("status", .text).notNull()
        // Seconds since 1970.
        t.column("started", .real).notNull()
        t.column("seconds", .real).notNull()
        t.column("stepsDone", .integer).notNull()
        t.column("stepsTotal", .integer).notNull()
        t.column("keptStep", .integer)
        t.column("baseFingerprint", .text).notNull()
        t.column("baseDigestBefore", .text)
        t.column("baseDigestAfter", .text)
        t.column("failure", .text)
        t.column("version", .text).notNull()
        t.column("machine", .text).notNull()
      }
      try db.create(index: "runByName", on: "run", columns: ["name", "started"])
    }
    migrator.registerMigration("configuration") { db in
      try createPart(of: "run", named: "configuration", by: ["field"], in: db) { t in
        t.column("field", .text).notNull()
        t.column("position", .integer).notNull()
        t.column("value", .text).notNull()
      }
    }
    migrator.registerMigration("metrics") { db in
      try createPart(of: "run", named: "metric", by: ["step"], in: db) { t in
        t.column("step", .integer).notNull()
        t.column("loss", .real)
        t.column("seconds", .real)
        // Known only of steps that this store has seen itself.
        t.column("rate", .real)
        t.column("gradientNorm", .real)
        t.column("targetTokens", .integer)
        t.column("tokens", .integer)
      }
      try createPart(of: "run", named: "evaluation", by: ["step"], in: db) { t in
        t.column("step", .integer).notNull()
        // SQLite keeps no NaN: it becomes null.
        t.column("loss", .real)
        t.column("accuracy", .real)
      }
    }
    migrator.registerMigration("prompts") { db in
      try createPart(of: "run", named: "prompt", by: ["kind"], in: db) { t in
        t.column("kind", .text).notNull()
        t.column("step", .integer).notNull()
        t.column("template", .text).notNull()
        // [rows, columns] of little-endian f32.
        t.column("rows", .integer).notNull()
        t.column("columns", .integer).notNull()
        t.column("vectors", .blob).notNull()
      }
    }
    migrator.registerMigration("outputs") { db in
      try createPart(of: "run", named: "output", by: ["kind", "split", "input"], in: db) { t in
        t.column("kind", .text).notNull()
        t.column("split", .text).notNull()
        t.column("input", .text).notNull()
        t.column("json", .text).notNull()
        t.column("made", .real).notNull()
      }
    }
    migrator.registerMigration("replay") { db in
      try db.alter(table: "run") { t in
        // The whole plan as JSON, from which the run can be had again.
        t.add(column: "plan", .text)
        // Shared by runs that differ in their number of steps and in nothing else.
        t.add(column: "family", .text)
        // SHA-256 over what was learned and every loss.
        t.add(column: "digest", .text)
        t.add(column: "validRows", .integer)
        t.add(column: "parameters", .integer)
        // Bytes, of the process by the end of the run.
        t.add(column: "peakMemory", .integer)
        t.add(column: "pinned", .integer).notNull().defaults(to: 0)
      }
      try db.create(index: "runByFamily", on: "run", columns: ["family"])
      try db.create(table: "result", options: .strict) { t in
        t.column("key", .text).primaryKey()
        t.column("kind", .text).notNull()
        t.column("name", .text).notNull()
        t.column("content", .blob).notNull()
        t.column("seconds", .real).notNull()
        t.column("made", .real).notNull()
      }
    }
    return migrator
  }

  /// A table whose rows go with their run.
  private static func createPart(
    of parent: String, named name: String, by columns: [String], in db: Database,
    _ body: (TableDefinition) -> Void
  ) throws {
    try db.create(table: name, options: [.strict, .withoutRowID]) { t in
      t.column("run", .text).notNull().references(parent, onDelete: .cascade)
      body(t)
      t.primaryKey(["run"] + columns)
    }
  }
}
