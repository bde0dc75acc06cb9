import EngineCore

/// A workspace to be made.
package struct WorkspaceOrder: Sendable {
  /// The image that is built from `docs/workspace-image`.
  package static let standardImage = "localhost/swop-workspace:latest"
  /// The variable of the older launcher that names another one.
  package static let imageVariable = "CODEX_ENV_IMAGE"

  /// What it is for, nil for nothing.
  package var repository: RepositorySpec?
  /// Its name, nil for one of owner, repository and time.
  package var name: WorkspaceName?
  /// Whether the repository is cloned.
  package var clones = true
  /// What it is made from.
  package var image = WorkspaceOrder.standardImage
  /// Whether an image that is not here may be fetched.
  package var pulls = true
  /// The branch, tag or commit to check out, nil for the standard branch.
  package var ref: String?
  /// Where the repository lies in the container, below `/work`; nil for owner and name.
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
  package var path: String {
    if let directory { return directory }
    return repository.map { "/work/" + $0.folder } ?? "/work"
  }

  /// Whether codex reaches its accounts through the proxy, with a token.
  package var usesProxy: Bool {
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
