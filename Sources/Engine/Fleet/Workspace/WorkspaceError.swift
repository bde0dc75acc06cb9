package import EngineCore

/// What can go wrong with workspaces.
package enum WorkspaceError: EngineError, Hashable {
  /// No engine is there, or not the one that was asked for.
  case engineMissing(ContainerEngineKind?)
  /// The engine's daemon does not answer.
  case engineDown(ContainerEngineKind)
  /// This user may not use the engine.
  case enginePermission(ContainerEngineKind)
  /// The engine failed for another reason, in its own words, shortened.
  case engineFailed(ContainerEngineKind, action: String, reason: String)
  /// The image is not here and was not to be fetched.
  case imageMissing(String)
  /// The image could not be fetched.
  case imageNotPulled(String, reason: String)
  /// The image lacks something that a workspace needs.
  case imageUnfit(String, reason: String)
  /// The disk is full.
  case diskFull(ContainerEngineKind)
  /// Something else than a workspace has this name.
  case nameTaken(String)
  /// There is no workspace of this name.
  case noSuchWorkspace(String, nearest: String?)
  /// The container is nobody's workspace.
  case notAWorkspace(String)
  /// It does not run.
  case notRunning(String)
  /// The repository cannot be understood; nil if it must not be repeated.
  case badRepository(String?, reason: String)
  /// The name cannot be a workspace's.
  case badName(String)
  /// The name cannot be a tunnel's.
  case badTunnelName(String)
  /// The option's value cannot be used.
  case badValue(option: String, value: String, expected: String)
  /// The option needs another one beside it.
  case optionNeeds(String, other: String)
  /// Two options that exclude each other.
  case optionsExclude(String, String)
  /// The repository could not be cloned.
  case notCloned(String, reason: String)
  /// The repository has no such branch, tag or commit.
  case noSuchRef(String)
  /// The folder with secrets is not there.
  case noSecretsFolder(FilePath)
  /// The folder with secrets has no such profile.
  case noProfile(String, FilePath)
  /// The image has no VS Code.
  case noTunnelProgram(String)
  /// The tunnel ended at once.
  case tunnelEnded(String, reason: String)

  package var code: String {
    switch self {
    case .engineMissing: "engine_missing"
    case .engineDown: "engine_down"
    case .enginePermission: "engine_permission"
    case .engineFailed: "engine_failed"
    case .imageMissing: "image_missing"
    case .imageNotPulled: "image_not_pulled"
    case .imageUnfit: "image_unfit"
    case .diskFull: "disk_full"
    case .nameTaken: "name_taken"
    case .noSuchWorkspace: "no_such_workspace"
    case .notAWorkspace: "not_a_workspace"
    case .notRunning: "workspace_not_running"
    case .badRepository: "bad_repository"
    case .badName: "bad_name"
    case .badTunnelName: "bad_tunnel_name"
    case .badValue, .optionNeeds, .optionsExclude: "usage"
    case .notCloned: "not_cloned"
    case .noSuchRef: "no_such_ref"
    case .noSecretsFolder: "no_secrets_folder"
    case .noProfile: "no_profile"
    case .noTunnelProgram: "no_tunnel_program"
    case .tunnelEnded: "tunnel_ended"
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .badRepository, .badName, .badTunnelName, .badValue, .optionNeeds, .optionsExclude: .usage
    case .engineMissing, .engineDown, .enginePermission, .engineFailed, .imageMissing,
      .imageNotPulled, .imageUnfit, .diskFull, .nameTaken, .noSuchWorkspace, .notAWorkspace,
      .notRunning, .notCloned, .noSuchRef, .noSecretsFolder, .noProfile, .noTunnelProgram,
      .tunnelEnded:
      .failed
    }
  }
}
