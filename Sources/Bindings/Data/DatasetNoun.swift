import Data
import Files
import Script
import Tuning

/// `dataset name { from: … }`: rows with an input and a target, in three disjoint splits.
enum DatasetNoun: Noun {
  static let schema = NounSchema(
    "dataset",
    doc: "Rows of a file or a list of records, divided into train, valid and test by seed.",
    example: """
      dataset pets {
        from: [{text: "a cat", kind: "animal"}, {text: "a fern", kind: "plant"}]
        input: "text", target: "kind", split: [1, 0, 0]
      }
      pets.train
      """,
    aliases: ["data", "datasets", "table"],
    fields: [
      FieldSchema(
        "from", .string.or(.list(.string)).or(.list(.record(.any))),
        doc:
          "a .csv, .tsv, .jsonl or .json file, each also with .gz, a list of such files, a list of "
          + "records, or a set that travels with pts: "
          + EmbeddedSets.names.map { "\"\($0)\"" }.joined(separator: ", "),
        example: "\"reviews.csv\"", aliases: ["path", "file", "source", "data", "rows"],
        completion: .path(["csv", "tsv", "jsonl", "json", "gz"], words: EmbeddedSets.names)),
      FieldSchema(
        "input", .string, doc: "the column that `predict(text)` fills",
        example: "\"review\"", aliases: ["x", "text", "inputs", "feature", "features"],
        completion: .column),
      FieldSchema(
        "target", .string, required: true, doc: "the column that the model has to produce",
        example: "\"mood\"", aliases: ["y", "label", "output", "labels", "targets", "answer"],
        completion: .column),
      FieldSchema(
        "split", .list(.numberIn(.between(0, 1))).or(.record(.string.or(.list(.string)))),
        default: [0.8, 0.1, 0.1],
        doc: "shares of train, valid and test, or a record of three files or lists of files",
        example: "[0.8, 0.1, 0.1]", aliases: ["splits", "shares", "test_size"]),
      FieldSchema(
        "seed", .integerIn(.between(0, 9_007_199_254_740_991)), default: 0,
        doc: "seed of the division into splits", example: "1",
        aliases: ["random_state"]),
      FieldSchema(
        "limit", .integerIn(.from(1)).or(.none), default: Literal.none,
        doc: "read only the first rows", example: "1000",
        aliases: ["max_rows", "n", "head", "nrows"]),
      FieldSchema(
        "separator", .string.or(.none), default: Literal.none,
        doc: "the character between the fields of a table; by itself a comma, in .tsv files a tab",
        example: "\";\"", aliases: ["sep", "delimiter", "delim"]),
      FieldSchema(
        "quotes", .bool.or(.none), default: Literal.none,
        doc: "whether quotes around a field of a table enclose it; by itself true for .csv, false "
          + "for .tsv files",
        example: "true", aliases: ["quoting", "quotechar", "quote"]),
      FieldSchema(
        "max_tokens", .integerIn(.from(1)).or(.none), default: Literal.none,
        doc: "keep the first tokens of the input column and cut the rest; the template stays whole",
        example: "128",
        aliases: ["max_length", "max_seq_length", "truncation", "model_max_length"]),
    ])

  static func declare(_ declaration: Declaration, _ engine: Engine) throws -> Value {
    .object(try DatasetObject(declaration, engine: engine))
  }

  /// What is known of a dataset before running.
  struct Checked {
    let dataset: Dataset
    /// False where only running knows which rows it has.
    var hasKnownRows = true
  }

  static func check(_ declaration: StaticDeclaration, _ context: CheckContext) throws -> Any? {
    let unknown = context.unknown
    // A pipe gives its rows once: to the run.
    let named = ["from", "split"].compactMap { declaration.explicit($0)?.constant }
    for path in named.flatMap(DatasetPlan.paths)
    where StreamedFile.isStream(context.url(path, in: declaration)) {
      throw NotYetKnown()
    }
    let dataset: Dataset
    do {
      dataset = try DatasetPlan.load(context.fields(of: declaration), name: declaration.name) {
        context.url($0, in: declaration)
      }
    } catch {
      // How a file is read may depend on what isn't known.
      let harmless: Set = ["limit", "split", "seed", "input", "max_tokens"]
      throw unknown.fields.allSatisfy { harmless.contains($0.field ?? "") } ? error : NotYetKnown()
    }
    return Checked(
      dataset: dataset,
      hasKnownRows: unknown.fields.allSatisfy { ["input", "seed"].contains($0.field) })
  }
}
