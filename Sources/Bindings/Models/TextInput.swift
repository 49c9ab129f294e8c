import Script
import Tensors
import Tokenizers
import Transformers
import Tuning

/// Plain text after an optional soft prompt, as codes of a model.
struct TextInput {
  let codes: [Int32]
  let conditioning: Conditioning

  /// - Parameters:
  ///   - prompt: a prompt or a run whose soft tokens come first, or `none`.
  ///   - promptIndex: the argument it came by.
  static func conditioning(
    of prompt: Value, for model: ModelObject, promptIndex: Int
  ) throws -> Conditioning {
    if prompt.isNone { return Conditioning() }
    guard case .object(let object) = prompt, let carrier = object as? any PromptCarrier else {
      throw Fault(
        "`prompt` takes a prompt or a run, not \(prompt.brief)", hint: "such as `prompt: first`",
        at: .argument(promptIndex))
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
