import EngineKernel
import EngineWorkspace

/// Understands the options of `swop workspace create`.
struct WorkspaceOrderReader {
  private let invocation: Invocation
  private let command: ParsedCommand
  private let variables: ProcessEnvironment

  /// A reader of one use.
  init(_ invocation: Invocation) {
    self.invocation = invocation
    command = invocation.command
    variables = invocation.environment.variables
  }

  /// The workspace that is asked for.
  ///
  /// - Throws: `UsageError` and `WorkspaceError` for what cannot be meant.
  func order() throws -> WorkspaceOrder {
    try checkConflicts()
    var order = WorkspaceOrder()
    order.repository = try repository()
    order.clones = !command.has("no-clone")
    if order.repository == nil, order.clones {
      throw UsageError.missing(name: "REPO, or --no-clone", path: command.path)
    }
    if let name = command.options["name"] { order.name = try WorkspaceName(name) }
    if let image = command.options["image"] { order.image = try WorkspaceOrder.image(image) }
    if let ref = command.options["ref"] { order.ref = try WorkspaceOrder.ref(ref) }
    if let folder = command.options["dir"] {
      order.directory = try WorkspaceOrder.directory(folder)
    }
    order.pulls = !command.has("no-pull")
    order.usesHostNetwork = command.has("host-network")
    order.signIn = signIn
    order.secrets = try WorkspaceSecrets.asked(
      folder: command.options["secrets-dir"].map(absolute), mount: command.options["secrets-mount"],
      profile: command.options["codex-profile"], isRefused: command.has("no-secrets"))
    order.keepsGitToken = command.has("persist-gh-token")
    order.gitToken = gitToken(for: order)
    order.setsUpGit = command.has("setup-git")
    if order.keepsGitToken, order.gitToken == nil {
      throw WorkspaceError.optionNeeds("--persist-gh-token", other: "GH_TOKEN or GITHUB_TOKEN")
    }
    return order
  }

  private func checkConflicts() throws(UsageError) {
    let conflicts = [
      ("account", "auto"), ("account", "rotate"), ("auto", "rotate"), ("copy-auth", "rotate"),
      ("no-clone", "ref"), ("copy-auth", "codex-profile"),
    ]
    for (first, second) in conflicts where command.has(first) && command.has(second) {
      throw .conflict("--" + first, "--" + second, path: command.path)
    }
  }

  private func repository() throws(WorkspaceError) -> RepositorySpec? {
    guard let text = command.word("REPO") else { return nil }
    return try RepositorySpec(
      text, host: command.options["host"], folder: invocation.environment.folder,
      home: FilePath(variables.nonEmpty("HOME") ?? "/"))
  }

  private var signIn: WorkspaceSignIn {
    let label =
      command.has("auto") || command.has("rotate")
      ? nil : command.options["account"] ?? variables.nonEmpty("SWOP_ACCOUNT")
    if command.has("copy-auth") { return .copy(label: label) }
    if let label { return .account(label: label) }
    return command.has("auto") ? .automatic : .pool
  }

  /// The token of the environment, for the server it belongs to and no other: it must not be offered to
  /// whichever host an address names.
  private func gitToken(for order: WorkspaceOrder) -> Redacted<String>? {
    let token = variables.nonEmpty("GH_TOKEN") ?? variables.nonEmpty("GITHUB_TOKEN")
    let trusted = [
      RepositorySpec.standardHost, variables.nonEmpty("GH_HOST"), command.options["host"],
    ]
    switch order.repository?.source {
    case .remote(let host): return trusted.contains(host) ? token.map(Redacted.init) : nil
    case .local, nil: return order.keepsGitToken ? token.map(Redacted.init) : nil
    }
  }

  private func absolute(_ text: String) -> FilePath {
    if text.hasPrefix("/") { return FilePath(text) }
    return invocation.environment.folder / text
  }
}
