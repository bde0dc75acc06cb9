import Engine
import EngineCore

/// `swop workspace create`: a container for a repository.
enum WorkspaceCreateCommand {
  static let definition = CommandDefinition(
    "create", summary: "Create a workspace, or start the existing one of that name", action: run
  ).with {
    $0.aliases = ["up"]
    $0.details = [
      "REPO is OWNER/REPO, an https, ssh or git@ address, or a path that begins with / or ./; it is "
        + "cloned to /work/OWNER/REPO.",
      "Codex works as the whole pool unless an account is named. GH_TOKEN or GITHUB_TOKEN serve a clone "
        + "from github.com, GH_ENTERPRISE_TOKEN one from GH_HOST, and leave no trace. For any other "
        + "server name the variable: --git-token VARIABLE.",
    ]
    $0.positionals = [
      PositionalDefinition("REPO", count: .optional, completion: .files, help: "The repository")
    ]
    $0.options = place + accounts + secrets + after + [WorkspaceOptions.engine, .output]
    $0.examples = [
      .init("swop workspace create acme/website", "clone a repository into a new workspace"),
      .init("swop workspace up ./project --name demo --account work", "work on a local repository"),
      .init(
        "swop workspace create acme/website --output json", "create one and print it for wrappers"),
    ]
  }

  private static let place = [
    OptionDefinition("name", value: .required("NAME"), help: "Its name"),
    OptionDefinition("no-clone", help: "Clone nothing"),
    OptionDefinition("host", value: .required("HOST"), help: "The server of OWNER/REPO"),
    OptionDefinition("image", value: .required("IMAGE"), help: "The base16 file"),
    OptionDefinition("no-pull", help: "Fail if the image is not on this machine"),
    OptionDefinition(
      "ref", value: .required("REF"), help: "The branch, tag or commit to check out"),
    OptionDefinition("dir", value: .required("PATH"), help: "Where to clone it, below /work"),
    OptionDefinition("host-network", help: "Share the network of this machine"),
  ]

  private static let accounts = [
    OptionDefinition(
      "account", value: .required("LABEL"), completion: .labels, help: "Work as this account"),
    OptionDefinition("auto", help: "Use the account that automatic choice takes now"),
    OptionDefinition("rotate", help: "Use the whole pool (default)"),
    OptionDefinition("copy-auth", help: "Copy the account's sign-in into the workspace instead"),
  ]

  private static let secrets = [
    OptionDefinition(
      "secrets-dir", value: .required("FOLDER"), completion: .files,
      help: "Mount this folder read-only at /home/codex/codex_secrets"),
    OptionDefinition("secrets-mount", value: .required("PATH"), help: "Mount it there instead"),
    OptionDefinition("no-secrets", help: "Mount nothing (default)"),
    OptionDefinition(
      "codex-profile", value: .required("NAME"), help: "Sign in with NAME.json of that folder"),
    OptionDefinition(
      "git-token", value: .required("VARIABLE"),
      help: "Send the token in this variable to the server of the repository"),
    OptionDefinition("persist-gh-token", help: "Keep the token in the workspace's environment"),
    OptionDefinition(
      "setup-git", help: "Set up git there: author and a token that stays"),
  ]

  private static let after = [
    OptionDefinition("tunnel", help: "Open a VS Code tunnel once it runs"),
    OptionDefinition("tunnel-detach", help: "Open the tunnel in the background"),
  ]

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let order = try WorkspaceOrderReader(invocation).order()
    let command = invocation.command
    let isDetached = command.has("tunnel-detach")
    let wantsTunnel = command.has("tunnel") || isDetached
    if command.has("tunnel"), !isDetached { try WorkspaceOptions.checkForeground(invocation) }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let creation = try await invocation.interruptible {
      try await workspaces.create(order) { notice in
        switch notice {
        case .step(let verb): invocation.note("swop: \(PrintableText.sanitized(verb)) …")
        case .warning(let text): invocation.note("swop: \(PrintableText.sanitized(text))")
        }
      }
    }
    invocation.conclude(lines(creation), WorkspaceJSON.creation(creation))
    guard wantsTunnel else { return 0 }
    let tunnel = try await workspaces.openTunnel(
      to: creation.workspace.name, named: nil, detached: isDetached)
    if isDetached, !invocation.isJSON { invocation.say(WorkspaceTunnelCommand.line(tunnel)) }
    return 0
  }

  private static func lines(_ creation: WorkspaceCreation) -> String {
    let workspace = creation.workspace
    let name = PrintableText.sanitized(workspace.name)
    var text = "\(name) is running."
    if let repository = workspace.repository, let path = workspace.path {
      text += "\n\(PrintableText.sanitized(repository)) is in \(PrintableText.sanitized(path))."
    }
    return text + "\nOpen a shell: swop workspace shell \(ShellWord.quoted(name))"
  }
}

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
