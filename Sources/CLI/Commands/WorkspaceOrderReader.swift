import Engine
import EngineCore

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
    if let image = command.options["image"] {
      order.image = try WorkspaceOrder.image(image)
    } else if let image = variables.nonEmpty(WorkspaceOrder.imageVariable) {
      order.image = try WorkspaceOrder.image(image, from: WorkspaceOrder.imageVariable)
    }
    if let ref = command.options["ref"] { order.ref = try WorkspaceOrder.ref(ref) }
    if let folder = command.options["dir"] {
      order.directory = try WorkspaceOrder.directory(folder)
    }
    order.pulls = !command.has("no-pull")
    order.usesHostNetwork = command.has("host-network")
    order.signIn = signIn
    order.secrets = try WorkspaceSecrets.asked(
      folder: command.options["secrets-dir"].map(absolute), mount: command.options["secrets-mount"],
      profile: command.options["codex-profile"], isRefused: command.has("no-secrets"),
      standardMount: variables.nonEmpty(WorkspaceSecrets.mountVariable))
    order.keepsGitToken = command.has("persist-gh-token")
    order.gitToken = try gitToken(for: order)
    order.setsUpGit = command.has("setup-git")
    if order.keepsGitToken, order.gitToken == nil {
      throw WorkspaceError.optionNeeds("--persist-gh-token", other: neededToken(for: order))
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

  /// The token that is asked for by name, else the one of the environment that belongs to the server. No
  /// other one: it must not be offered to whichever host a command line names.
  private func gitToken(for order: WorkspaceOrder) throws -> GitToken? {
    if let name = command.options["git-token"] {
      guard let value = variables.nonEmpty(name) else {
        throw WorkspaceError.optionNeeds("--git-token", other: "a variable that holds a token")
      }
      return GitToken(Redacted(value), host: host(of: order), variables: [name])
    }
    let token = GitToken.belonging(to: host(of: order), in: variables)
    switch order.repository?.source {
    case .remote(let host):
      if token == nil, let other = GitToken.unused(in: variables) {
        let host = PrintableText.sanitized(host)
        invocation.note(
          "swop: The token in \(other) does not belong to \(host) and is not sent there. To send it: "
            + "--git-token \(other)")
      }
      return token
    case .local, nil: return order.keepsGitToken ? token : nil
    }
  }

  private func host(of order: WorkspaceOrder) -> String {
    guard case .remote(let host) = order.repository?.source else {
      return RepositorySpec.standardHost
    }
    return host
  }

  private func neededToken(for order: WorkspaceOrder) -> String {
    let host = host(of: order)
    guard host != RepositorySpec.standardHost else { return "GH_TOKEN or GITHUB_TOKEN" }
    return "--git-token VARIABLE for \(PrintableText.sanitized(host))"
  }

  private func absolute(_ text: String) -> FilePath {
    if text.hasPrefix("/") { return FilePath(text) }
    return invocation.environment.folder / text
  }
}
