import EngineCore

extension Workspaces {
  func create(
    _ order: WorkspaceOrder, say: @escaping @Sendable (WorkspaceNotice) async -> Void
  ) async throws -> WorkspaceCreation {
    let name = order.name ?? WorkspaceName(for: order.repository, at: time.now(), prefix: prefix)
    if let existing = try await existing(name) {
      await say(
        .warning(
          "The workspace \(name) already exists and is started as it is: its mounts and environment "
            + "cannot change."))
      if order.keepsGitToken || order.secrets != nil || order.ref != nil {
        await say(.warning("To change them, remove it first: swop workspace rm \(name)"))
      }
      let running = existing.state == .running ? existing : try await start(name.text)
      return WorkspaceCreation(workspace: running, isNew: false, secrets: nil, engine: engine)
    }
    let source = try checkedSource(of: order)
    try await provide(order.image, pulls: order.pulls, say: say)
    let birth = Hexadecimal.text(random.bytes(8))
    do {
      return try await make(order, from: source, name: name, birth: birth, say: say)
    } catch {
      // Anyone who cancelled must still find nothing left behind, so this does not run in their task.
      await Task(name: "undo \(name)") { await undo(order, name: name, birth: birth) }.value
      throw error
    }
  }

  // MARK: - Before anything is made

  /// The workspace of this name.
  ///
  /// - Throws: `WorkspaceError.nameTaken` for anyone else's container.
  private func existing(_ name: WorkspaceName) async throws -> Workspace? {
    do {
      return try await find(name.text)
    } catch WorkspaceError.notAWorkspace {
      throw WorkspaceError.nameTaken(name.text)
    }
  }

  /// Checks what the order names on this machine.
  ///
  /// - Returns: Where a folder of this machine is cloned from, nil if none is.
  private func checkedSource(of order: WorkspaceOrder) throws -> LocalSource? {
    try checkSecrets(of: order)
    guard order.clones, case .local(let folder) = order.repository?.source else { return nil }
    guard isFolder(folder) else {
      throw WorkspaceError.badRepository(folder.text, reason: "no such folder")
    }
    guard let source = try? LocalSource(of: folder, files: files) else {
      throw WorkspaceError.badRepository(
        folder.text, reason: "its file .git names a folder that cannot be found")
    }
    guard ContainerPath.isMountable(source.folder.text) else {
      throw WorkspaceError.badRepository(
        folder.text, reason: "no container can be given a path with a comma or a quote in it")
    }
    return source
  }

  private func checkSecrets(of order: WorkspaceOrder) throws {
    guard let secrets = order.secrets else { return }
    guard isFolder(secrets.folder), ContainerPath.isMountable(secrets.folder.text) else {
      throw WorkspaceError.noSecretsFolder(secrets.folder)
    }
    if let profile = secrets.profile, !files.exists(secrets.folder / (profile + ".json")) {
      throw WorkspaceError.noProfile(profile, secrets.folder)
    }
  }

  private func isFolder(_ path: FilePath) -> Bool {
    (try? files.status(files.resolve(path)))?.kind == .folder
  }

  private func provide(
    _ image: String, pulls: Bool, say: @Sendable (WorkspaceNotice) async -> Void
  ) async throws {
    let here = try await container.ask(["image", "inspect", image])
    if here.isDone { return }
    let error = WorkspaceError.of(here, engine: engine, action: "look at the image")
    guard case .engineFailed = error else { throw error }
    // An image of this machine's own name can be fetched from nowhere.
    guard pulls, !image.hasPrefix("localhost/") else { throw WorkspaceError.imageMissing(image) }
    await say(.step("fetching the image \(image)"))
    let answer = try await container.ask(
      ["pull", "--quiet", image], limit: ContainerEngine.fetching)
    guard !answer.isDone else { return }
    let failure = WorkspaceError.of(answer, engine: engine, action: "fetch the image")
    guard case .engineFailed = failure else { throw failure }
    throw WorkspaceError.imageNotPulled(image, reason: answer.reason)
  }

  // MARK: - Making

  private func make(
    _ order: WorkspaceOrder, from source: LocalSource?, name: WorkspaceName, birth: String,
    say: @escaping @Sendable (WorkspaceNotice) async -> Void
  ) async throws -> WorkspaceCreation {
    let identity = try await identity(for: order, name: name, say: say)
    let arguments = RunArguments(
      name: name, order: order, source: source, account: identity.account,
      forward: identity.forward, birth: birth)
    for volume in arguments.volumes.map(\.name) where try await !exists(volume: volume) {
      try await container.demand(arguments.volume(volume), to: "make a volume")
    }
    await say(
      .step(order.clones && order.repository != nil ? "cloning" : "preparing the workspace"))
    try await setUp(arguments, plan: await plan(for: order, from: source, identity))
    try await container.demand(
      arguments.creation, to: "make the container", about: name.text,
      variables: arguments.keptVariables)
    try await container.demand(["start", name.text], to: "start the container", about: name.text)
    return WorkspaceCreation(
      workspace: try await workspace(named: name.text), isNew: true, secrets: order.secrets,
      engine: engine)
  }

  /// As whom codex works in a workspace.
  private struct WorkspaceIdentity {
    var account: String?
    var signIn: AuthFile?
    var forward: WorkspaceForward?
    var configuration: Redacted<String>?
  }

  private func identity(
    for order: WorkspaceOrder, name: WorkspaceName, say: @Sendable (WorkspaceNotice) async -> Void
  ) async throws -> WorkspaceIdentity {
    // A profile of the user's own is a sign-in already.
    if order.secrets?.profile != nil { return WorkspaceIdentity() }
    let account: String?
    switch order.signIn {
    case .pool: account = nil
    case .account(let label): account = try await access.account(labelled: label)
    case .automatic: account = try await access.automaticAccount()
    case .copy(let label):
      let label = try await copied(label)
      await say(
        .warning(
          "The sign-in of \(label) is copied: it shares one refresh token with this machine's, and "
            + "using both can sign the account out."))
      return WorkspaceIdentity(account: label, signIn: try await access.signIn(of: label))
    }
    let socket = try await access.socket()
    let token = try await access.issueToken(named: name.token, account: account)
    if await !access.isListening() {
      await say(
        .warning("The proxy that serves workspaces does not run. Start it: swop proxy start"))
    }
    let forward: WorkspaceForward =
      order.usesHostNetwork ? .hostNetwork(socket, random: random) : .ownNetwork(socket)
    return WorkspaceIdentity(
      account: account, signIn: try await access.poolSignIn(token: token), forward: forward,
      configuration: forward.configuration(token))
  }

  private func copied(_ label: String?) async throws -> String {
    guard let label else { return try await access.automaticAccount() }
    return try await access.account(labelled: label)
  }

  private func plan(
    for order: WorkspaceOrder, from source: LocalSource?, _ identity: WorkspaceIdentity
  ) async -> SetupPlan {
    var plan = SetupPlan()
    if order.clones, let repository = order.repository {
      plan.clone = SetupPlan.Clone(
        address: repository.address ?? SetupPlan.sourceMount + (source?.path ?? ""),
        path: order.path, ref: order.ref,
        token: order.gitToken)
    }
    plan.signIn = identity.signIn?.data
    if let secrets = order.secrets, let profile = secrets.profile {
      plan.signInFile = "\(secrets.mount)/\(profile).json"
    }
    plan.configuration = identity.configuration
    if order.setsUpGit {
      plan.committer = (await hostGit("user.name"), await hostGit("user.email"))
      if order.keepsGitToken { plan.keptToken = order.gitToken }
    }
    return plan
  }

  /// A value of the host's git, nil if it has none or there is no git.
  private func hostGit(_ key: String) async -> String? {
    var git = container
    git.executable = "/usr/bin/env"
    let answer = try? await git.ask(["git", "config", "--get", key])
    guard let answer, answer.isDone else { return nil }
    let value = answer.output.split(separator: "\n").first.map(String.init)
    return value.map(PrintableText.sanitized)
  }

  private func setUp(_ arguments: RunArguments, plan: SetupPlan) async throws {
    let answer = try await container.ask(
      arguments.setup, input: SetupScript.text(of: plan), limit: ContainerEngine.fetching)
    let order = arguments.order
    switch answer.status {
    case 0: return
    case SetupPlan.unfit: throw WorkspaceError.imageUnfit(order.image, reason: answer.reason)
    case SetupPlan.notCloned:
      throw WorkspaceError.notCloned(
        order.repository?.shown ?? "The repository", reason: answer.reason)
    case SetupPlan.noSuchRef: throw WorkspaceError.noSuchRef(order.ref ?? "")
    case 127 where answer.errors.contains("/bin/sh"):
      throw WorkspaceError.imageUnfit(order.image, reason: "it has no shell")
    default:
      throw WorkspaceError.of(answer, engine: engine, action: "prepare the workspace")
    }
  }

  private func exists(volume: String) async throws -> Bool {
    let answer = try await container.ask(["volume", "inspect", volume])
    if answer.isDone { return true }
    guard answer.errors.lowercased().contains("no such volume") else {
      throw WorkspaceError.of(answer, engine: engine, action: "look at a volume")
    }
    return false
  }

  // MARK: - Undoing

  /// Removes whatever bears this creation's number. What cannot be removed is left: the error that led
  /// here is the one to tell.
  private func undo(_ order: WorkspaceOrder, name: WorkspaceName, birth: String) async {
    let filter = ["--filter", "label=\(WorkspaceLabels.birth)=\(birth)"]
    if let found = try? await container.ask(["ps", "--all", "--quiet"] + filter), found.isDone {
      for id in found.words { _ = try? await container.ask(["rm", "--force", id]) }
    }
    if let found = try? await container.ask(["volume", "ls", "--quiet"] + filter), found.isDone {
      for volume in found.words { _ = try? await container.ask(["volume", "rm", volume]) }
    }
    if order.usesProxy { try? await access.revokeToken(named: name.token) }
  }
}
