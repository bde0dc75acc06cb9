import EngineCore

/// What is put into a new workspace's volumes before its container exists.
struct SetupPlan: Sendable {
  /// The repository.
  struct Clone: Sendable {
    /// Where to clone from: an address, or the mounted folder.
    let address: String
    /// Where it comes to lie.
    let path: String
    /// What to check out, nil for the standard branch.
    let ref: String?
    /// What a private repository asks for.
    let token: GitToken?
  }

  /// Where a folder of the host is mounted while it is cloned.
  static let sourceMount = "/run/swop-source"
  /// Statuses with a meaning, beside the engine's own from 125 on.
  static let unfit: Int32 = 70
  static let notCloned: Int32 = 71
  static let noSuchRef: Int32 = 72

  /// The folder of work.
  var work = "/work"
  /// The user's home.
  var home = "/home/codex"
  /// Codex's folder.
  var codexHome = "/home/codex/.codex"
  /// The repository, nil for none.
  var clone: Clone?
  /// The content of `auth.json`, nil to leave it alone.
  var signIn: Redacted<Data>?
  /// A file to take as `auth.json`, in the container.
  var signInFile: String?
  /// Our part of codex's configuration, nil for none.
  var configuration: Redacted<String>?
  /// Who commits, nil to leave git alone.
  var committer: (name: String?, email: String?)?
  /// The token that stays in the container's environment and serves git there, nil for none.
  var keptToken: GitToken?
}
