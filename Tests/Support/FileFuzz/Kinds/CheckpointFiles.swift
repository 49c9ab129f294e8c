import Foundation
import Mutation
import ReferenceData
import Runs
import Tuning

/// Checkpoints that runs go on from, by every method and optimizer.
final class CheckpointFiles: FuzzKind {
  static let name = "checkpoints"
  let fixtures: [Fixture]
  private let shelf: ModelShelf
  private let mutator: FolderMutator

  init() throws {
    let shelf = ModelShelf()
    self.shelf = shelf
    fixtures = TunedFixture.all.map { tuned in
      Fixture.made(tuned.name) { try tuned.checkpointFiles(shelf[tuned.model]) }
    }
    mutator = try FolderMutator(fixtures, words: ["pts.state", "__metadata__"])
  }

  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    let files = try fixture.files()
    // The state's text lies in the header's text, where no change would leave it whole.
    if draw.once(in: 3), let changed = try CheckpointState(files, mutator, &draw) {
      return Mutant(fixture, files: changed.files)
    }
    return Mutant(fixture, files: try mutator.mutate(files, &draw))
  }

  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    let file = folder.appendingPathComponent(TunedFixture.checkpointName)
    let state = try CheckpointFile.read(file, key: TunedFixture.key)
    return { [shelf] in
      guard let tuned = TunedFixture.all.first(where: { $0.name == mutant.fixture }) else { return }
      let start = try tuned.start(shelf[tuned.model])
      var session = start.session
      session.state = state
      try session.run(start.method)
    }
  }
}
