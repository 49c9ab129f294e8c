import JSON

/// What the server can do, as it tells the client.
enum Capabilities {
  /// The requests about a document that are answered.
  static let methods: Set<String> = [
    "textDocument/completion", "textDocument/hover", "textDocument/signatureHelp",
    "textDocument/definition", "textDocument/references", "textDocument/documentHighlight",
    "textDocument/prepareRename", "textDocument/rename", "textDocument/documentSymbol",
    "textDocument/foldingRange", "textDocument/formatting", "textDocument/semanticTokens/full",
  ]

  static func answer(version: String) -> JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .text($0) }) }
    return .record([
      "capabilities": .record([
        "positionEncoding": .text("utf-16"),
        // 2: changes come as ranges.
        "textDocumentSync": .record([
          "openClose": .bool(true), "change": .integer(2), "save": .bool(true),
        ]),
        "completionProvider": .record(["triggerCharacters": texts([".", "\"", "{", ":", "/"])]),
        "hoverProvider": .bool(true),
        "signatureHelpProvider": .record(["triggerCharacters": texts(["(", ","])]),
        "definitionProvider": .bool(true), "referencesProvider": .bool(true),
        "documentHighlightProvider": .bool(true),
        "renameProvider": .record(["prepareProvider": .bool(true)]),
        "documentSymbolProvider": .bool(true), "foldingRangeProvider": .bool(true),
        "documentFormattingProvider": .bool(true),
        "semanticTokensProvider": .record([
          "legend": .record([
            "tokenTypes": texts(SemanticTokensFeature.types),
            "tokenModifiers": texts(SemanticTokensFeature.modifiers),
          ]), "full": .bool(true),
        ]),
      ]),
      "serverInfo": .record(["name": .text("pts"), "version": .text(version)]),
    ])
  }
}
