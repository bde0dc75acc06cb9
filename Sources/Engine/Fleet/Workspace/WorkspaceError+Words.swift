import EngineCore

extension WorkspaceError {
  package var message: String {
    switch self {
    case .engineMissing(nil): "Neither docker nor podman is on this machine."
    case .engineMissing(.some(let kind)): "\(kind.rawValue) cannot be found."
    case .engineDown(let kind): "\(kind.rawValue) is here, but its service does not answer."
    case .enginePermission(let kind): "This user may not use \(kind.rawValue)."
    case .engineFailed(let kind, let action, let reason):
      "\(kind.rawValue) could not \(action): \(Self.shown(reason))."
    case .imageMissing(let image): "There is no image \(Self.shown(image)) on this machine."
    case .imageNotPulled(let image, let reason):
      "The image \(Self.shown(image)) could not be fetched: \(Self.shown(reason))."
    case .imageUnfit(let image, let reason):
      "The image \(Self.shown(image)) cannot hold a workspace: \(Self.shown(reason))."
    case .diskFull(let kind): "There is no room left where \(kind.rawValue) keeps its data."
    case .nameTaken(let name): "A container named \(Self.shown(name)) exists and is no workspace."
    case .noSuchWorkspace(let name, _): "There is no workspace \(Self.shown(name))."
    case .notAWorkspace(let name): "The container \(Self.shown(name)) is no workspace."
    case .notRunning(let name): "The workspace \(Self.shown(name)) is not running."
    case .badRepository(let text, let reason):
      "\(text.map { "“\(Self.shown($0))”" } ?? "The address") is no repository: \(reason)."
    case .badName(let name): "“\(Self.shown(name))” cannot be the name of a workspace."
    case .badTunnelName(let name): "“\(Self.shown(name))” cannot be the name of a tunnel."
    case .badValue(let option, let value, let expected):
      "\(option) is “\(Self.shown(value))”; it must be \(expected)."
    case .optionNeeds(let option, let other): "\(option) needs \(other)."
    case .optionsExclude(let first, let second): "\(first) and \(second) exclude each other."
    case .notCloned(let repository, let reason):
      "\(Self.shown(repository)) could not be cloned: \(Self.shown(reason))."
    case .noSuchRef(let ref): "The repository has no branch, tag or commit “\(Self.shown(ref))”."
    case .noSecretsFolder(let path): "There is no folder \(Self.shown(path.text))."
    case .noProfile(let profile, let folder):
      "There is no \(Self.shown(profile)).json in \(Self.shown(folder.text))."
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
      "Join its group and sign in anew (sudo usermod -aG docker $USER), or use podman."
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
