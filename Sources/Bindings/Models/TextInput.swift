import Script
import Tensors
import Tokenizers
import Transformers
import Tuning

/// Plain text after an optional soft prompt, as codes of a model.
struct TextInput {
  let codes: [Int32]
  let conditioning: Conditioning

  /// - Parameter index: the argument that names a prompt or a run whose soft tokens come first, or `none`.
  static func conditioning(
    _ call: Call, _ index: Int, for model: ModelObject
  ) throws -> Conditioning {
    let prompt = call[index]
    if prompt.isNone { return Conditioning() }
    guard let carrier = try prompt.promptCarrier(at: .argument(index)) else {
      throw Fault(
        "`prompt` takes a prompt or a run, not \(prompt.brief)",
        hint: call.context.lastDeclared("run").map { "such as `prompt: \($0)`" }
          ?? "give it by its name", at: .argument(index))
    }
    return try carrier.conditioning(ofTextFor: model)
  }

  init(_ text: String, language: LocalModel, conditioning: Conditioning) throws {
    do {
      codes = try language.codes(of: text, after: conditioning)
    } catch let error as TokenizerError {
      throw error.fault.placed(at: .argument(0))
    } catch let error as LanguageModelError {
      throw error.fault
    }
    self.conditioning = conditioning
  }
}
