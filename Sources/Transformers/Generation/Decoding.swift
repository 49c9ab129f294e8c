import Tensors

/// Rows of tokens that are continued together, each by its own tokens until it ends; as some leave, others
/// that wait come in.
///
/// Nothing is padded. What all rows begin with is run once for the whole call, and what rows that come in
/// together begin with is run once for them; each step then runs the newest token of every row in one pass.
struct Decoding {
  private let model: any DecodingModel
  private let conditioning: Conditioning
  private let ends: Set<Int32>
  private let bounds: DecodingBounds
  private let mostTokens: Int
  private let cache: KeyValueCache
  private let tape = Tape(recording: false)
  /// What every row sees first: a prefix's slots, and those of what all begin with.
  private var root: Range<Int>
  /// Tokens that all begin with, and that have been run.
  private var shared = 0
  private let prefixLength: Int
  /// The next one last.
  private var waiting: [DecodingRow] = []
  private var live: [DecodingRow] = []
  /// How many there were when rows last came in.
  private var most = 0
  private var results: [[Int32]]

  /// - Parameter rows: what each begins with; none is empty.
  init(
    _ rows: [[Int32]], by model: any DecodingModel, conditioning: Conditioning,
    _ settings: Generator.Settings, ends: Set<Int32>, _ bounds: DecodingBounds
  ) {
    self.model = model
    self.ends = ends
    self.bounds = bounds
    results = rows.map { _ in [] }
    prefixLength = conditioning.prefixLength
    mostTokens = bounds.tokens(model.shape)
    for (index, codes) in rows.enumerated().reversed() {
      precondition(!codes.isEmpty, "row \(index) has no tokens to continue")
      let left = model.shape.maximumPositions - prefixLength - codes.count
      let limit = min(settings.tokens, left)
      guard limit > 0 else { continue }
      waiting.append(DecodingRow(index: index, beginning: codes, limit: limit, settings))
    }
    let first = waiting.suffix(bounds.rows).reduce(0) { $0 + $1.count + $1.limit }
    cache = KeyValueCache(
      shape: model.shape, capacity: prefixLength + min(first, mostTokens),
      prefix: conditioning.prefix)
    root = 0..<prefixLength
    var conditioning = conditioning
    conditioning.prefix = []
    self.conditioning = conditioning
  }

  /// What each row becomes, in the order of the rows.
  mutating func run(_ onToken: (Int, Int32) throws -> Bool) rethrows -> [[Int32]] {
    runSharedBeginning()
    while true {
      try admit(onToken)
      if live.isEmpty, waiting.isEmpty { return results }
      try step(onToken)
    }
  }

  /// Runs what all rows begin with, where they don't all come in at once, so that their tree does it.
  private mutating func runSharedBeginning() {
    let need = waiting.reduce(0) { $0 + $1.count + $1.limit }
    guard model.sharesBeginnings, model.angleLimit == nil,
      waiting.count > bounds.rows || need > mostTokens
    else { return }
    // Each row has a token left to run by itself.
    shared = PrefixTree.sharedCount(waiting.map { Array($0.beginning.dropLast()) })
    guard shared > 0 else { return }
    let codes = Array(waiting[0].beginning.prefix(shared))
    let pass = ForwardPass(
      TokenLayout(row: codes, past: root.count), conditioning: conditioning, cache: cache, on: tape)
    _ = model.logits(pass, owners: [waiting[0].index], rows: [0])
    root = 0..<cache.count
  }

  /// Lets rows in, once half of those that came before have left, as many as there is room for.
  private mutating func admit(_ onToken: (Int, Int32) throws -> Bool) rethrows {
    guard !waiting.isEmpty, live.count <= most / 2 else { return }
    var wave: [DecodingRow] = []
    var tokens = root.count + live.reduce(0) { $0 + $1.cost }
    while var row = waiting.last, live.count + wave.count < max(1, bounds.rows) {
      let spared =
        model.sharesBeginnings && !wave.isEmpty
        ? PrefixTree.sharedCount([wave[0].beginning, row.beginning]) : shared
      row.cost = row.beginning.count - spared + row.limit + model.tokensBeside(row: row.index)
      tokens += row.cost
      guard tokens <= mostTokens || live.isEmpty && wave.isEmpty else { break }
      waiting.removeLast()
      row.isBegunLong = isPast(model.cacheLimit, row)
      wave.append(row)
    }
    for rows in byAngles(wave) { try begin(rows, onToken) }
    most = live.count
  }

  /// Runs the beginnings of some rows, and adds the first token to each.
  private mutating func begin(
    _ rows: [DecodingRow], _ onToken: (Int, Int32) throws -> Bool
  ) rethrows {
    var rows = rows
    model.begin(rows.map(\.index))
    let tree = PrefixTree(
      rows.map { Array($0.codes.dropFirst(shared)) }, sharing: model.sharesBeginnings)
    let stretches = place(&rows, of: tree)
    let first = Int32(prefixLength + shared)
    let ends = tree.paths.map { $0[$0.count - 1] }
    let owners = tree.segments.indices.map { segment in
      tree.paths.firstIndex { $0.contains(segment) }.map { rows[$0].index } ?? 0
    }
    // Long rows run in one pass, for their first tokens alone would be rotated as a short row's.
    let size = model.angleLimit == nil ? DecodingBounds.passTokens : .max
    let parts = Array(tree.segments.indices)
      .cut(intoSumsOf: size) { tree.segments[$0].range.count }
    for part in parts {
      let start = tree.segments[part.startIndex].range.lowerBound
      let range = start..<tree.segments[part.endIndex - 1].range.upperBound
      let blocks = part.map { index in
        let segment = tree.segments[index]
        let seen = tree.ancestors(of: index).map { stretches[$0].range }
        let first = stretches[index].range.lowerBound
        let own = first..<first + segment.range.count
        return AttentionPattern.Block(
          queries: segment.range.lowerBound - start..<segment.range.upperBound - start,
          keys: AttentionPattern.KeySpan.joined([root] + seen) + [.init(range: own, isCausal: true)]
        )
      }
      let layout = TokenLayout(
        codes: Array(tree.codes[range]), positions: tree.positions[range].map { $0 + first },
        pattern: AttentionPattern(blocks: blocks))
      let slots = part.flatMap { index in
        stretches[index].range.prefix(tree.segments[index].range.count)
      }
      let ready = rows.indices.filter { part.contains(ends[$0]) }
      let requested = ready.map { Int32(tree.segments[ends[$0]].range.upperBound - 1 - start) }
      let logits = model.logits(
        ForwardPass(layout, conditioning: conditioning, cache: cache, at: slots, on: tape),
        owners: part.map { owners[$0] }, rows: requested.isEmpty ? [0] : requested)
      if !requested.isEmpty { try add(ready.map { rows[$0] }, logits.value, onToken) }
    }
  }

  /// Takes room for the segments of a tree; what only one row sees has room for its new tokens too.
  private func place(
    _ rows: inout [DecodingRow], of tree: PrefixTree
  ) -> [KeyValueCache.Stretch] {
    var uses = tree.segments.map { _ in 0 }
    for path in tree.paths { for segment in path { uses[segment] += 1 } }
    var room = tree.segments.map(\.range.count)
    for (row, path) in zip(rows, tree.paths) where uses[path[path.count - 1]] == 1 {
      room[path[path.count - 1]] += row.room
    }
    let stretches = room.map(cache.take)
    for (index, path) in tree.paths.enumerated() {
      let end = path[path.count - 1]
      if uses[end] == 1 {
        rows[index].settle(
          after: path.dropLast().map { stretches[$0] }, in: stretches[end],
          filled: tree.segments[end].range.count)
      } else {
        rows[index].settle(
          after: path.map { stretches[$0] }, in: cache.take(rows[index].room), filled: 0)
      }
    }
    return stretches
  }

  /// Runs the newest token of every row, and adds the next one to each.
  private mutating func step(_ onToken: (Int, Int32) throws -> Bool) rethrows {
    let all = live
    live = []
    for var rows in byAngles(all) {
      let slots = rows.indices.map { rows[$0].nextSlot() }
      let layout = TokenLayout(
        codes: rows.map(\.newest),
        positions: rows.map { Int32(prefixLength + $0.count - 1) },
        pattern: AttentionPattern(
          blocks: rows.enumerated().map { index, row in
            .init(queries: index..<index + 1, keys: row.keys(after: root))
          }))
      let logits = model.logits(
        ForwardPass(layout, conditioning: conditioning, cache: cache, at: slots, on: tape),
        owners: rows.map(\.index), rows: rows.indices.map(Int32.init))
      try add(rows, logits.value, onToken)
    }
  }

  /// Adds to each row the token that its logits `[rows, V]` give; those that don't end there stay.
  private mutating func add(
    _ rows: [DecodingRow], _ logits: Tensor, _ onToken: (Int, Int32) throws -> Bool
  ) rethrows {
    var rows = rows
    for (row, token) in Self.choose(&rows, logits).enumerated() {
      var row = rows[row]
      var goesOn = !ends.contains(token)
      if goesOn {
        row.add(token)
        goesOn = try onToken(row.index, token) && row.room > 0
      }
      guard goesOn else {
        results[row.index] = row.produced
        model.end(row.index)
        continue
      }
      if !row.isBegunLong, isPast(model.cacheLimit, row) {
        row.leave()
        waiting.append(row)
      } else {
        live.append(row)
      }
    }
  }

  private static func choose(_ rows: inout [DecodingRow], _ logits: Tensor) -> [Int32] {
    let width = logits.shape[1]
    var tokens = rows.map { _ in Int32(0) }
    tokens.withUnsafeMutableBufferPointer { tokens in
      rows.withUnsafeMutableBufferPointer { rows in
        logits.withValues { values in
          Threads.parallel(rows.count, grain: 1) { range in
            for row in range {
              tokens[row] = rows[row].choose(
                UnsafeBufferPointer(rebasing: values[row * width..<(row + 1) * width]))
            }
          }
        }
      }
    }
    return tokens
  }

  /// Whether a row's next pass reaches past a limit.
  private func isPast(_ limit: Int?, _ row: DecodingRow) -> Bool {
    limit.map { prefixLength + row.count > $0 } ?? false
  }

  /// Rows that can be in one pass: its furthest position chooses the angles of all its tokens.
  private func byAngles(_ rows: [DecodingRow]) -> [[DecodingRow]] {
    guard let limit = model.angleLimit else { return rows.isEmpty ? [] : [rows] }
    return [false, true].map { isLong in rows.filter { isPast(limit, $0) == isLong } }
      .filter { !$0.isEmpty }
  }
}
