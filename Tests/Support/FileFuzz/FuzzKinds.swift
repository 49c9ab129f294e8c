/// All kinds.
package enum FuzzKinds {
  package static func all() throws -> [any FuzzKind] {
    [
      try TokenizerFiles(), try ModelFolders(), try AdapterFolders(), DataFiles(),
      try CheckpointFiles(), try PickleFiles(),
    ]
  }

  package static let names = [
    TokenizerFiles.name, ModelFolders.name, AdapterFolders.name, DataFiles.name,
    CheckpointFiles.name, PickleFiles.name,
  ]

  /// - Parameter name: one of `names`, or the planted one's.
  package static func named(_ name: String) throws -> (any FuzzKind)? {
    switch name {
    case TokenizerFiles.name: try TokenizerFiles()
    case ModelFolders.name: try ModelFolders()
    case AdapterFolders.name: try AdapterFolders()
    case DataFiles.name: DataFiles()
    case CheckpointFiles.name: try CheckpointFiles()
    case PickleFiles.name: try PickleFiles()
    case PlantedFaults.name: PlantedFaults()
    default: nil
    }
  }
}
