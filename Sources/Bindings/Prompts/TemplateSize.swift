import Script
import Tokenizers
import Tuning

/// How long a template is, for who writes it.
package struct TemplateSize: Equatable, Sendable {
  /// Of its words; what fills the holes comes to them.
  package let tokens: Int
  /// Columns, demonstrations, runs of soft tokens.
  package let holes: Int

  /// The size of a template, which may end in an unfinished hole, in the tokens of a declared model; nil
  /// where the template can't be read or the value is no model with a tokenizer of its own.
  package init?(of source: String, on model: Value) {
    var source = source
    if let brace = source.lastIndex(of: "{"), !source[brace...].contains("}") {
      source = String(source[..<brace])
    }
    guard case .object(let object) = model, let model = object as? ModelObject,
      // What can't be read yet has no size, and a remote model no tokenizer.
      let template = try? Template(source),
      let tokenizer = try? model.local(for: "a template's tokens").tokenizer
    else { return nil }
    var tokens = 0
    var holes = 0
    for piece in template.pieces {
      if case .text(let text) = piece {
        tokens += tokenizer.encode(text, addSpecialTokens: false).ids.count
      } else {
        holes += 1
      }
    }
    (self.tokens, self.holes) = (tokens, holes)
  }
}
