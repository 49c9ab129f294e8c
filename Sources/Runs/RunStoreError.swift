import Foundation

/// What can go wrong between a run and its store.
package enum RunStoreError: Error, Hashable {
  /// The folder or a file in it can't be written.
  case unwritable(path: String, reason: String)
  case diskFull(path: String)
  /// The database is damaged, or holds something that this store never wrote.
  case damaged(path: String, reason: String)
  /// A later version of the program has changed the layout of the database.
  case newerLayout(path: String)
  /// Another process held the database for longer than anybody should.
  case databaseBusy(path: String)
  case damagedCheckpoint(path: String, reason: String)
  case unknownRun(String)
  case ambiguousRun(String, matches: [String])
  /// The run trains in another process at this moment.
  case alreadyTraining(key: String, process: Int?)
}
