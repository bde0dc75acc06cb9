import Engine
import EngineCore

/// `swop workspace create`: a container for a repository.
enum WorkspaceCreateCommand {
  static let definition = CommandDefinition(
    "create", summary: "Make a workspace, or start the one that has the name", action: run
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
        "swop workspace create acme/website --output json", "make one and print it for wrappers"),
    ]
  }

  private static let place = [
    OptionDefinition("name", value: .required("NAME"), help: "Its name"),
    OptionDefinition("no-clone", help: "Clone nothing"),
    OptionDefinition("host", value: .required("HOST"), help: "The server of OWNER/REPO"),
    OptionDefinition("image", value: .required("IMAGE"), help: "What it is made from"),
    OptionDefinition("no-pull", help: "Fail if the image is not on this machine"),
    OptionDefinition(
      "ref", value: .required("REF"), help: "The branch, tag or commit to check out"),
    OptionDefinition("dir", value: .required("PATH"), help: "Where it is cloned to, below /work"),
    OptionDefinition("host-network", help: "Share the network of this machine"),
  ]

  private static let accounts = [
    OptionDefinition(
      "account", value: .required("LABEL"), completion: .labels, help: "Work as this account"),
    OptionDefinition("auto", help: "Work as the account that automatic choice takes now"),
    OptionDefinition("rotate", help: "Work as the whole pool, which is what happens anyway"),
    OptionDefinition("copy-auth", help: "Copy the account's sign-in into the workspace instead"),
  ]

  private static let secrets = [
    OptionDefinition(
      "secrets-dir", value: .required("FOLDER"), completion: .files,
      help: "Mount this folder for reading, at /home/codex/codex_secrets"),
    OptionDefinition("secrets-mount", value: .required("PATH"), help: "Mount it there instead"),
    OptionDefinition("no-secrets", help: "Mount nothing, which is what happens anyway"),
    OptionDefinition(
      "codex-profile", value: .required("NAME"), help: "Sign in with NAME.json of that folder"),
    OptionDefinition(
      "git-token", value: .required("VARIABLE"),
      help: "Send the token in this variable to the server of the repository"),
    OptionDefinition("persist-gh-token", help: "Leave the token in the workspace's environment"),
    OptionDefinition(
      "setup-git", help: "Let git there know who commits, and use a token that stays"),
  ]

  private static let after = [
    OptionDefinition("tunnel", help: "Open a VS Code tunnel when it is there"),
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
