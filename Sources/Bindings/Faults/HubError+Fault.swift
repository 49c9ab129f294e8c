import Diagnostics
import Foundation
import Hub
import Script

extension HubError {
  /// What went wrong on the way to a model, and what to do about it.
  func fault(_ id: RepositoryID, _ revision: Revision, cache: URL) -> Fault {
    let download = "hf download \(id)" + (revision == .main ? "" : " --revision \(revision)")
    let elsewhere = "run `\(download)` where there is a network; the cache lies at \(cache.path)"
    switch self {
    case .offline(_, _, let missing) where missing.isEmpty:
      return Self.fault(
        "there is no folder `\(id)`, the cache of the hub lacks it, and HF_HUB_OFFLINE keeps pts "
          + "off the network", elsewhere)
    case .offline(_, _, let missing):
      return Self.fault(
        "the cache of the hub lacks \(Self.list(missing)) of `\(id)`, and HF_HUB_OFFLINE keeps pts "
          + "off the network", elsewhere)
    case .unreachable(let host, let reason):
      return Self.fault(
        "there is no folder `\(id)`, the cache of the hub lacks it, and \(host) can't be reached: "
          + reason, elsewhere)
    case .badEndpoint(let text):
      return Self.fault(
        "HF_ENDPOINT is \(text.debugDescription), which isn't a URL",
        "such as https://huggingface.co, or unset it")
    case .noTransport(let reason):
      return Self.fault(
        "`\(id)` can't be downloaded without libcurl: \(reason)",
        "install the package libcurl4, or \(elsewhere)")
    case .noRepository(_, let cached):
      return Self.fault(
        "there is neither a folder nor a hub model `\(id)`",
        Self.near(id, cached) ?? "look its name up at the hub: owner/name")
    case .noRevision:
      return Fault(
        "`\(id)` has no revision `\(revision)`", hint: "name one of its branches, tags or commits",
        at: .field(revision == .main ? "from" : "revision"))
    case .refused(_, let page, let isGated, let hasToken, let cached):
      let token = hasToken ? "check that HF_TOKEN may read it" : "set HF_TOKEN to your token"
      if isGated {
        return Self.fault(
          "`\(id)` is open only to those who accept its licence",
          "accept it at \(page), and \(token)")
      }
      return Self.fault(
        "there is no folder `\(id)`, and the hub doesn't show a model of that name: it is private, "
          + "gated or mistyped",
        Self.near(id, cached) ?? "accept its licence at \(page), and \(token)")
    case .noWeights(_, let found):
      let what = found.isEmpty ? "none" : "only \(Self.list(found))"
      return Self.fault(
        "`\(id)` has no weights that pts reads: model.safetensors or pytorch_model.bin is wanted, it has "
          + what,
        "look for a revision or a copy of it with one of them")
    case .lacksFile(_, let name):
      return Self.fault(
        "`\(id)` has no \(name)",
        name == "tokenizer.json"
          ? "pts reads tokenizer.json; save the model with its fast tokenizer"
          : "name the repository of a language model")
    case .badAnswer(let host, let file, let reason):
      return Self.fault("\(host) gave a wrong answer for \(file): \(reason)", "check HF_ENDPOINT")
    case .failed(let host, let file, let status):
      return Self.fault("\(host) answered \(file) with status \(status)", "try again later")
    case .wrongHash(let file, let expected, let found):
      return Self.fault(
        "\(file) of `\(id)` came wrong: its hash is \(found.prefix(12))…, not "
          + "\(expected.prefix(12))…; it was thrown away", "try again")
    case .diskFull(let folder, let needed, let free):
      return Self.fault(
        "the disk has no room for `\(id)`: \(Self.megabytes(needed)) are needed, "
          + "\(Self.megabytes(free)) are free at \(folder)",
        "make room, or set HF_HUB_CACHE to a folder on another disk")
    case .unwritable(let path, let reason):
      return Self.fault(
        "the cache of the hub can't be written: \(path): \(reason)",
        "set HF_HUB_CACHE to a folder of yours")
    case .cancelled:
      return Self.fault("the download was interrupted", "the next one continues from there")
    }
  }

  private static func fault(_ message: String, _ hint: String) -> Fault {
    Fault(message, hint: hint, at: .field("from"))
  }

  private static func near(_ id: RepositoryID, _ cached: [RepositoryID]) -> String? {
    Suggestion.closest(to: id.description, among: cached.map(\.description))
      .map { "did you mean \"\($0)\", which is in the cache?" }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ")
      + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }

  private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
}
