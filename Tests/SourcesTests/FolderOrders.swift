/// The order of the folders inside each target, from the top down: a file uses what its own folder
/// declares and what folders further down do. `.` is the target's top level; a folder within a
/// folder has an entry of its own (`"Kernels/Reference"`) or belongs to the one around it.
let folderOrders: [String: [String]] = [
  "Checkpoints": ["Folders", "Weights", "Configuration", "Formats", "."],
  "Data": ["Files", "Rows"],
  "Bindings": [
    "Host", "Digests", "Functions", "Runs", "Prompts", "Plans", "Hyper", "Adapters", "Models",
    "Applied",
    "Data", "Random", "Tensors", "Display", "Engine", "Fields", "Faults",
  ],
  "Figures": ["Pictures", "Pages", "Drawing", "Terminal", "Values"],
  "Script": [
    "Editing", "Running", "Resolution", "Library", "Hosting", "Schema", "Operations", "Values",
  ],
  "Tuning": [
    "Distributed", "Loop", "Scoring", "Optimizers", "State", "Tasks", "Methods", "Rendering",
    "Plans",
    ".",
  ],
  "Syntax": ["Formatting", "Editing", "Parsing", "Lexing", "Tree"],
  "Tokenizers": ["Training", ".", "Models", "PreTokenizers", "Normalizers", "Patterns", "Fields"],
  "Transformers": ["Sentences", "Language", "Generation", "Architectures", "Network"],
  "Tensors": ["Ops", "Weights", "Tape", "Arrays", "Kernels", "Values"],
  "Notebooks": [
    "Verification", "Import", "Export", "Interaction", "Completion", "Inputs", "StoredRuns",
    "Session", "Dependencies", "Outputs", "Files",
  ],
  "LanguageServer": ["Serving", "Features", "Documents", "Protocol"],
  "Kernel": ["Serving", "Installation", "Messages", "Wire"],
  "pts": [".", "Commands", "Manual", "Shell", "Environment", "Sinks"],
]
