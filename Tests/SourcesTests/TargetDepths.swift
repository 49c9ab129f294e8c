/// How far up each target is: it imports what is at its own depth or further down, and no targets
/// form a cycle.
let targetDepths: [String: Int] = [
  "JSON": 1, "Markdown": 1, "TextWidth": 1, "Files": 1, "Patterns": 1, "Random": 1, "CKernels": 1,
  "COneDNN": 1,
  "CEditLine": 1,
  "CCurl": 1, "CRsvg": 1, "CZeroMQ": 1,
  "CMPI": 1, "COpenMPI": 1, "CFaults": 1, "CZlib": 1,
  "Syntax": 2, "Diagnostics": 2, "Figures": 2, "Tensors": 2, "Tokenizers": 2, "Statistics": 2,
  "Ranks": 2,
  "Script": 3, "Checkpoints": 3, "Hub": 3, "Data": 3,
  "Transformers": 4,
  "Tuning": 5,
  "Adapters": 6, "Runs": 6,
  "Bindings": 8,
  "Notebooks": 9,
  "pts": 10, "LineEditor": 10, "LanguageServer": 10, "Kernel": 10,
]
