package import EngineCore

/// A workspace to be made.
package struct WorkspaceOrder: Sendable {
  /// The image that is built from `docs/workspace-image`.
  static let standardImage = "localhost/swop-workspace:latest"
  /// The variable of the older launcher that names another one.
  package static let imageVariable = "CODEX_ENV_IMAGE"

  /// What it is for, nil for nothing.
  package var repository: RepositorySpec?
  /// Its name, nil for one of owner, repository and time.
  package var name: WorkspaceName?
  /// Whether the repository is cloned.
  package var clones = true
  /// The base16 file.
  package var image = WorkspaceOrder.standardImage
  /// Whether an image that is not here may be fetched.
  package var pulls = true
  /// The branch, tag or commit to check out, nil for the standard branch.
  package var ref: String?
  /// Where the repository is in the container, below `/work`; nil for owner and name.
  package var directory: String?
  /// As whom codex works.
  package var signIn = WorkspaceSignIn.pool
  /// Whether it shares the host's network.
  package var usesHostNetwork = false
  /// What is mounted of the host's secrets.
  package var secrets: WorkspaceSecrets?
  /// What private repositories are cloned with.
  package var gitToken: GitToken?
  /// Whether the token stays in the container's environment.
  package var keepsGitToken = false
  /// Whether git in the workspace knows who commits, and uses a token that stays.
  package var setsUpGit = false

  /// An order of nothing but defaults.
  package init() {}

  /// The folder of the repository in the container.
  var path: String {
    if let directory { return directory }
    return repository.map { "/work/" + $0.folder } ?? "/work"
  }

  /// Whether codex reaches its accounts through the proxy, with a token.
  var usesProxy: Bool {
    if case .copy = signIn { return false }
    return secrets?.profile == nil
  }

  /// A value of `--dir` as a path in the container.
  ///
  /// - Throws: `WorkspaceError.badValue` for anything outside `/work`, where nothing would last.
  package static func directory(_ text: String) throws(WorkspaceError) -> String {
    let path = text.hasPrefix("/") ? text : "/work/" + text
    let checked = try ContainerPath.checked(path, option: "--dir")
    guard checked.hasPrefix("/work/") else {
      throw .badValue(option: "--dir", value: text, expected: "a folder below /work")
    }
    return checked
  }

  /// A value of `--ref`, which git must not take for an option.
  ///
  /// - Throws: `WorkspaceError.badValue`.
  package static func ref(_ text: String) throws(WorkspaceError) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { PrintableText.isPrintable($0) && $0 != " " }
    guard isPlain, !text.isEmpty, !text.hasPrefix("-") else {
      throw .badValue(option: "--ref", value: text, expected: "a branch, tag or commit")
    }
    return text
  }

  /// A value of `--image`, which an engine must not take for an option.
  ///
  /// - Parameters:
  ///   - text: the value.
  ///   - source: the option or variable it comes from.
  /// - Returns: The value.
  /// - Throws: `WorkspaceError.badValue`.
  package static func image(
    _ text: String, from source: String = "--image"
  ) throws(WorkspaceError) -> String {
    let isWord = text.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-_./:@".utf8.contains($0) }
    guard isWord, let first = text.utf8.first, Slug.isLetterOrDigit(first) else {
      throw .badValue(option: source, value: text, expected: "the name of an image")
    }
    return text
  }
}

/// Where git keeps what a folder of this machine holds. For a linked worktree and a submodule that is not the
/// folder itself: a file `.git` names the place.
struct LocalSource: Hashable, Sendable {
  /// The folder that a container needs to clone from it.
  let folder: FilePath
  /// What to clone, below `folder`; empty for the folder itself.
  let path: String

  /// The source behind a folder.
  ///
  /// - Parameters:
  ///   - folder: a folder of the user's.
  ///   - files: the disk.
  /// - Throws: `FileError` if the place that `.git` names cannot be found.
  init(of folder: FilePath, files: any FileSystem) throws(FileError) {
    let mark = folder / ".git"
    guard try files.status(mark)?.kind == .file else {
      self.folder = folder
      path = ""
      return
    }
    let own = try Self.place(in: files.read(mark), after: "gitdir: ", from: folder, files)
    guard try files.status(own / "commondir")?.kind == .file else {
      self.folder = own
      path = ""
      return
    }
    let common = try Self.place(in: files.read(own / "commondir"), after: "", from: own, files)
    guard own.isInside(common) else {
      throw FileError(
        operation: "read", path: mark, reason: .other("its repository does not hold it"))
    }
    self.folder = common
    path = String(own.text.dropFirst(common.text.count))
  }

  /// The folder that a line of git's names, absolute or from `folder`, with every link resolved.
  private static func place(
    in data: Data, after prefix: String, from folder: FilePath, _ files: any FileSystem
  ) throws(FileError) -> FilePath {
    let line = String(decoding: data.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard line.hasPrefix(prefix), line.count > prefix.count else {
      throw FileError(
        operation: "read", path: folder, reason: .other("git's file in it names no folder"))
    }
    let name = String(line.dropFirst(prefix.count))
    return try files.resolve(name.hasPrefix("/") ? FilePath(name) : folder / name)
  }
}

/// As whom codex works in a workspace.
package enum WorkspaceSignIn: Hashable, Sendable {
  /// As the pool, through the host's proxy.
  case pool
  /// As one account, through the host's proxy.
  case account(label: String)
  /// As the account that automatic choice takes when the workspace is made, through the proxy.
  case automatic
  /// With a copy of an account's own sign-in; nil takes what automatic choice takes.
  case copy(label: String?)
}

/// The host's folder of secrets that a workspace may read. Nothing is mounted unless it is asked for.
package struct WorkspaceSecrets: Hashable, Sendable {
  /// Where it is mounted when no one says otherwise.
  static let standardMount = "/home/codex/codex_secrets"
  /// The variable of the older launcher that names another place.
  package static let mountVariable = "DEFAULT_SECRETS_MOUNT"

  /// The folder on the host.
  package let folder: FilePath
  /// Where the workspace sees it.
  package let mount: String
  /// The file in it, without `.json`, that codex signs in with; nil for none.
  package let profile: String?

  /// What the options ask for, nil for nothing.
  ///
  /// - Parameters:
  ///   - folder: the value of `--secrets-dir`, as an absolute path.
  ///   - mount: the value of `--secrets-mount`.
  ///   - profile: the value of `--codex-profile`.
  ///   - isRefused: whether `--no-secrets` is there.
  ///   - otherMount: the value of `mountVariable`; unlike the option it asks for nothing by itself.
  /// - Returns: What to mount, nil for nothing.
  /// - Throws: `WorkspaceError` for options that do not go together and values that cannot be used.
  package static func asked(
    folder: FilePath?, mount: String?, profile: String?, isRefused: Bool,
    standardMount otherMount: String? = nil
  ) throws(WorkspaceError) -> WorkspaceSecrets? {
    if isRefused {
      let others = [
        ("--secrets-dir", folder != nil), ("--secrets-mount", mount != nil),
        ("--codex-profile", profile != nil),
      ]
      if let other = others.first(where: \.1) { throw .optionsExclude("--no-secrets", other.0) }
      return nil
    }
    guard let folder else {
      if mount != nil { throw .optionNeeds("--secrets-mount", other: "--secrets-dir") }
      if profile != nil { throw .optionNeeds("--codex-profile", other: "--secrets-dir") }
      return nil
    }
    if let profile, !isFileName(profile) {
      throw .badValue(
        option: "--codex-profile", value: profile, expected: "letters, digits, “-”, “_” and “.”")
    }
    let place = try ContainerPath.checked(
      mount ?? otherMount ?? standardMount,
      option: mount == nil && otherMount != nil ? mountVariable : "--secrets-mount")
    return WorkspaceSecrets(folder: folder, mount: place, profile: profile)
  }

  private static func isFileName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".") && !text.hasPrefix("-")
      && text.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-_.".utf8.contains($0) }
  }
}
