// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "pts",
  products: [
    .executable(name: "pts", targets: ["pts"])
  ],
  traits: [
    .trait(name: "MPI", description: "Share the work among the processes that mpirun starts.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // The processes that a script runs on; MPI where the trait asks for it.
    .systemLibrary(name: "COpenMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
    .target(
      name: "CMPI",
      dependencies: [.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))],
      cSettings: [.define("PTS_MPI", .when(traits: ["MPI"]))]),
    .target(
      name: "Ranks", dependencies: [.target(name: "CMPI", condition: .when(traits: ["MPI"]))]),

    // C: what Swift can't call or can't vectorise.
    .target(
      name: "COneDNN", dependencies: ["CKernels"],
      linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),
    // Vectors as wide as the path that a copy of a kernel is for.
    .target(
      name: "CKernels", dependencies: ["CFaults"],
      cSettings: [.unsafeFlags(["-O3", "-mprefer-vector-width=512"])]),
    .target(name: "CFaults"),
    .target(name: "CEditLine", linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CZeroMQ", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CRsvg", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "LineEditor", dependencies: ["CEditLine", "TextWidth"]),

    // Files, whatever is in them.
    .target(
      name: "Files", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      exclude: ["Files.md"]),

    // What text and values look like.
    .target(name: "JSON"),
    .target(name: "Markdown"),
    .target(name: "TextWidth"),
    .target(name: "Statistics"),
    .target(name: "Random"),
    .target(name: "Patterns"),
    .target(name: "Figures", dependencies: ["CRsvg", "TextWidth"], exclude: ["Figures.md"]),

    // The language.
    .target(name: "Diagnostics", dependencies: ["TextWidth"]),
    .target(name: "Syntax", dependencies: ["Diagnostics"]),
    .target(
      name: "Script",
      dependencies: [
        "Diagnostics", "Figures", "JSON", "Patterns", "Random", "Syntax", "TextWidth",
      ],
      exclude: ["Script.md"]),

    // The engine.
    .target(name: "Tensors", dependencies: ["COneDNN", "CKernels", "Random"]),
    .target(name: "Tokenizers", dependencies: ["Files", "JSON", "Patterns"]),
    .target(
      name: "Checkpoints",
      dependencies: [
        "Files", "JSON", "Random", "Tensors", "Tokenizers",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Checkpoints.md"]),
    .target(
      name: "Transformers",
      dependencies: [
        "Checkpoints", "Files", "JSON", "Random", "Tensors", "Tokenizers",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Transformers.md"]),
    .target(
      name: "Data", dependencies: ["CZlib", "Files", "JSON", "Random"], exclude: ["Data.md"]),
    .target(
      name: "Tuning",
      dependencies: ["Data", "Random", "Ranks", "Tensors", "Tokenizers", "Transformers"],
      exclude: ["Tuning.md"]),
    .target(
      name: "Adapters",
      dependencies: ["Checkpoints", "Files", "JSON", "Tensors", "Transformers", "Tuning"],
      exclude: ["Adapters.md"]),
    .target(
      name: "Runs",
      dependencies: [
        "Checkpoints", "Files", "Tensors", "Transformers", "Tuning",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Runs.md"]),

    // Where models come from.
    .target(
      name: "Hub",
      dependencies: ["CCurl", "Files", "JSON", .product(name: "Crypto", package: "swift-crypto")]),

    // Where they meet, and what people see.
    .target(
      name: "Bindings",
      dependencies: [
        "Adapters", "Checkpoints", "Data", "Diagnostics", "Figures", "Files", "Hub", "Random",
        "Ranks", "Script", "Statistics", "Syntax", "Tensors", "Tokenizers", "Transformers",
        "Tuning", "Runs",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.copy("Resources/workshop"), .copy("Resources/sets")]),
    .target(
      name: "Notebooks",
      dependencies: [
        "Bindings", "Data", "Diagnostics", "Figures", "Files", "Hub", "JSON", "Markdown", "Ranks",
        "Runs", "Script", "Syntax", "Tensors", "TextWidth", "Tuning",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Notebooks.md"]),
    .target(
      name: "LanguageServer",
      dependencies: ["Bindings", "Diagnostics", "Hub", "JSON", "Notebooks", "Script", "Syntax"],
      exclude: ["LanguageServer.md"]),
    .target(
      name: "Kernel",
      dependencies: [
        "Bindings", "CZeroMQ", "Diagnostics", "Figures", "Files", "Hub", "JSON", "LineEditor",
        "Notebooks", "Script", "Syntax", .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Kernel.md"]),
    .executableTarget(
      name: "pts",
      dependencies: [
        "Bindings", "CFaults", "Diagnostics", "Figures", "Files", "Hub", "JSON", "Kernel",
        "LanguageServer", "LineEditor", "Notebooks", "Ranks", "Runs", "Script", "Syntax",
        "Tensors", "TextWidth",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Swift's own libraries inside the program: it starts in a fifth of the time and runs where
      // no toolchain is. No test target may depend on it, or it would be linked that way too.
      linkerSettings: [
        .unsafeFlags(["-static-stdlib"]), .linkedLibrary("CoreFoundation"),
        .linkedLibrary("_FoundationICU"), .linkedLibrary("_FoundationCShims"),
        .linkedLibrary("_FoundationCollections"), .linkedLibrary("BlocksRuntime"),
        .linkedLibrary("swiftSynchronization"), .linkedLibrary("stdc++"),
      ]),

    // The order of targets, of the folders inside them, and of names.
    .testTarget(name: "SourcesTests"),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "MarkdownTests", dependencies: ["Markdown"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "TextWidthTests", dependencies: ["TextWidth"]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "TextWidth"]),
    .target(name: "Pseudoterminal", path: "Tests/Pseudoterminal"),
    .executableTarget(
      name: "line-editor-probe", dependencies: ["LineEditor"], path: "Tests/LineEditorProbe"),
    .testTarget(
      name: "LineEditorTests", dependencies: ["LineEditor", "Pseudoterminal", "line-editor-probe"]),
    .target(name: "CaseFiles", dependencies: ["Diagnostics"], path: "Tests/CaseFiles"),
    .testTarget(name: "SyntaxTests", dependencies: ["Mutation", "Syntax"]),
    .testTarget(
      name: "ScriptTests", dependencies: ["CaseFiles", "Diagnostics", "Script", "Syntax"],
      exclude: ["Cases"]),
    .executableTarget(
      name: "gemm-probe", dependencies: ["CKernels", "COneDNN"], path: "Tests/Support/GemmProbe"),
    .testTarget(name: "COneDNNTests", dependencies: ["CKernels", "COneDNN"]),
    .testTarget(
      name: "TensorsTests", dependencies: ["CKernels", "COneDNN", "Random", "Tensors"],
      exclude: ["Fixtures"]),
    .target(name: "Mutation", dependencies: ["JSON"], path: "Tests/Support/Mutation"),
    .target(
      name: "TokenizerFuzz", dependencies: ["Mutation", "Tokenizers"],
      path: "Tests/Support/TokenizerFuzz"),
    .executableTarget(
      name: "tokenizer-probe", dependencies: ["Tokenizers"], path: "Tests/Support/TokenizerProbe"),
    .testTarget(
      name: "TokenizersTests", dependencies: ["JSON", "TokenizerFuzz", "Tokenizers"]),
    .target(
      name: "ReferenceData", dependencies: ["JSON", "Transformers"],
      path: "Tests/ReferenceData"),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Files", "ReferenceData"]),
    .testTarget(
      name: "TransformersTests",
      dependencies: [
        "Checkpoints", "Random", "ReferenceData", "Tensors", "Tokenizers", "Transformers",
      ]),
    .testTarget(name: "DataTests", dependencies: ["Data"]),
    .target(
      name: "TuningFixtures",
      dependencies: [
        "Data", "Random", "ReferenceData", "Tensors", "Tokenizers", "Transformers", "Tuning",
      ],
      path: "Tests/Support/TuningFixtures"),
    .testTarget(
      name: "TuningTests",
      dependencies: [
        "Checkpoints", "Data", "JSON", "Random", "Ranks", "ReferenceData", "Tensors",
        "Tokenizers", "Transformers", "Tuning", "TuningFixtures",
      ]),
    .testTarget(
      name: "AdaptersTests",
      dependencies: [
        "Adapters", "Checkpoints", "Data", "Files", "JSON", "Random", "ReferenceData",
        "Tensors", "Transformers", "Tuning", "TuningFixtures",
      ]),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Checkpoints", "Data", "ReferenceData", "Runs", "Tensors", "Transformers", "Tuning",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "FileFuzz",
      dependencies: [
        "Adapters", "Checkpoints", "Data", "Files", "JSON", "Mutation", "ReferenceData", "Runs",
        "Tensors", "TokenizerFuzz", "Tokenizers", "Transformers", "Tuning",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Tests/Support/FileFuzz"),
    .executableTarget(
      name: "pts-fuzz", dependencies: ["FileFuzz"], path: "Tests/Support/FuzzCommand"),
    .testTarget(name: "FuzzTests", dependencies: ["FileFuzz", "pts-fuzz"]),
    .target(
      name: "LoopbackServer", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      path: "Tests/LoopbackServer"),
    .testTarget(name: "HubTests", dependencies: ["Hub", "LoopbackServer"]),
    .testTarget(
      name: "BindingsTests",
      dependencies: [
        "Bindings", "CaseFiles", "Diagnostics", "Figures", "Hub", "ReferenceData", "Script",
        "TextWidth", "Tuning",
      ],
      exclude: ["Cases"]),
    .testTarget(
      name: "NotebooksTests",
      dependencies: [
        "Diagnostics", "Figures", "Hub", "Mutation", "Notebooks", "Runs", "Script", "TextWidth",
      ]),
    .executableTarget(
      name: "fault-probe", dependencies: ["CFaults", "CKernels"], path: "Tests/Support/FaultProbe"),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: ["Hub", "JSON", "LanguageServer", "Mutation", "Script"]),
    .target(
      name: "ZeroMQClient", path: "Tests/ZeroMQClient", linkerSettings: [.linkedLibrary("dl")]),
    .testTarget(
      name: "KernelTests",
      dependencies: [
        "JSON", "ZeroMQClient", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "ptsTests",
      dependencies: ["Figures", "LoopbackServer", "Pseudoterminal", "fault-probe"]),
  ],
  swiftLanguageModes: [.v6]
)
