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
  /// The container is no one's workspace.
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

extension WorkspaceError {
  package var message: String {
    switch self {
    case .engineMissing(nil): "Neither docker nor podman is installed."
    case .engineMissing(.some(let kind)): "\(kind.rawValue) not found."
    case .engineDown(let kind): "\(kind.rawValue) is installed, but its service does not answer."
    case .enginePermission(let kind): "This user is not allowed to use \(kind.rawValue)."
    case .engineFailed(let kind, let action, let reason):
      "\(kind.rawValue) could not \(action): \(Self.shown(reason))."
    case .imageMissing(let image): "Image \(Self.shown(image)) not found on this machine."
    case .imageNotPulled(let image, let reason):
      "The image \(Self.shown(image)) could not be fetched: \(Self.shown(reason))."
    case .imageUnfit(let image, let reason):
      "The image \(Self.shown(image)) cannot hold a workspace: \(Self.shown(reason))."
    case .diskFull(let kind): "No space left where \(kind.rawValue) keeps its data."
    case .nameTaken(let name):
      "A container named \(Self.shown(name)) exists but is not a workspace."
    case .noSuchWorkspace(let name, _): "Workspace \(Self.shown(name)) not found."
    case .notAWorkspace(let name): "The container \(Self.shown(name)) is not a workspace."
    case .notRunning(let name): "The workspace \(Self.shown(name)) is not running."
    case .badRepository(let text, let reason):
      "\(text.map { "“\(Self.shown($0))”" } ?? "The address") is not a repository: \(reason)."
    case .badName(let name): "“\(Self.shown(name))” cannot be the name of a workspace."
    case .badTunnelName(let name): "“\(Self.shown(name))” cannot be the name of a tunnel."
    case .badValue(let option, let value, let expected):
      "\(option) is “\(Self.shown(value))”; it must be \(expected)."
    case .optionNeeds(let option, let other): "\(option) needs \(other)."
    case .optionsExclude(let first, let second): "\(first) and \(second) cannot be used together."
    case .notCloned(let repository, let reason):
      "\(Self.shown(repository)) could not be cloned: \(Self.shown(reason))."
    case .noSuchRef(let ref): "The repository has no branch, tag or commit “\(Self.shown(ref))”."
    case .noSecretsFolder(let path): "Folder \(Self.shown(path.text)) not found."
    case .noProfile(let profile, let folder):
      "\(Self.shown(profile)).json not found in \(Self.shown(folder.text))."
    case .noTunnelProgram(let name): "The workspace \(Self.shown(name)) has no program “code”."
    case .tunnelEnded(let name, let reason):
      "The tunnel of \(Self.shown(name)) ended: \(Self.shown(reason))."
    }
  }

  package var remedy: String? {
    switch self {
    case .engineMissing(nil): "Install one of them, for example: sudo apt-get install podman"
    case .engineMissing(.some(let kind)):
      "Install \(kind.rawValue), or take another engine: swop config set workspace.engine auto"
    case .engineDown(.docker):
      "Start it: sudo systemctl start docker (or use podman: --engine podman)"
    case .engineDown(.podman): "See what it says: podman info"
    case .enginePermission(.docker):
      "Join its group and log in again (sudo usermod -aG docker $USER), or use podman."
    case .enginePermission(.podman): "See what it says: podman info"
    case .engineFailed(let kind, _, _): "See what it says: \(kind.rawValue) info"
    case .imageMissing: "Build it (make workspace-image), or name another: --image IMAGE"
    case .imageNotPulled: "Check its name, or build our own: make workspace-image"
    case .imageUnfit: "docs/workspaces.md says what an image needs."
    case .diskFull(let kind): "Make room, for example: \(kind.rawValue) system prune"
    case .nameTaken: "Choose another name: swop workspace create --name NAME"
    case .noSuchWorkspace(_, .some(let nearest)): "Did you mean \(nearest)?"
    case .noSuchWorkspace(_, nil), .notAWorkspace: "See which there are: swop workspace ls"
    case .notRunning(let name): "Start it: swop workspace start \(ShellWord.quoted(name))"
    case .badRepository:
      "Name it as OWNER/REPO, https://HOST/OWNER/REPO, git@HOST:OWNER/REPO.git, "
        + "ssh://git@HOST/OWNER/REPO.git, or a path that begins with / or ./"
    case .badName: "Use 2 to 61 letters, digits, “-”, “_” and “.”, a letter or digit first."
    case .badTunnelName: "Use 1 to 20 of a to z, 0 to 9 and “-”, for example: my-project"
    case .badValue, .optionNeeds, .optionsExclude:
      "See how it is used: swop workspace create --help"
    case .notCloned:
      "For a private repository set GH_TOKEN (github.com) or use --git-token VARIABLE; to clone nothing "
        + "use --no-clone."
    case .noSuchRef: "Name one that exists: --ref BRANCH"
    case .noSecretsFolder: "Name a folder that exists: --secrets-dir FOLDER"
    case .noProfile: "Name a file of that folder without .json: --codex-profile NAME"
    case .noTunnelProgram: "Take an image that has the VS Code CLI; docs/workspaces.md says more."
    case .tunnelEnded: "Look at it in the foreground: swop workspace tunnel NAME"
    }
  }

  /// Text from outside as one clause of a sentence.
  private static func shown(_ text: String) -> String {
    PrintableText.clause(text, to: 160)
  }
}

extension WorkspaceError {
  /// The error behind what an engine printed.
  ///
  /// - Parameters:
  ///   - answer: what it came to.
  ///   - engine: which engine it was.
  ///   - action: what it was asked for, as a verb: `start the container`.
  ///   - name: the container that was asked for.
  /// - Returns: The error to throw.
  static func of(
    _ answer: EngineAnswer, engine: ContainerEngineKind, action: String, name: String? = nil
  ) -> WorkspaceError {
    let text = answer.errors.lowercased()
    if text.contains("no space left on device") { return .diskFull(engine) }
    if text.contains("permission denied while trying to connect")
      || text.contains("got permission denied")
      || text.contains("dial unix") && text.contains("denied")
    {
      return .enginePermission(engine)
    }
    let silence = [
      "cannot connect to the docker daemon", "is the docker daemon running",
      "cannot connect to podman", "unable to connect to podman socket",
    ]
    if silence.contains(where: text.contains) { return .engineDown(engine) }
    if let name {
      if text.contains("already in use") { return .nameTaken(name) }
      if isMissing(text) { return .noSuchWorkspace(name, nearest: nil) }
    }
    return .engineFailed(engine, action: action, reason: answer.reason)
  }

  /// Whether an engine says that there is no such container.
  static func saysMissing(_ answer: EngineAnswer) -> Bool { isMissing(answer.errors.lowercased()) }

  private static func isMissing(_ text: String) -> Bool {
    ["no such container", "no such object", "no container with name"].contains(where: text.contains)
  }
}
