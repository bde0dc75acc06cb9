import EngineCore

/// How workspaces reach the accounts of a Fleet: through the proxy that runs as a service.
struct FleetWorkspaceAccess: WorkspaceAccess {
  private let fleet: Fleet
  private let layout: SandboxLayout
  private let files: any FileSystem
  private let time: any TimeSource

  /// The accounts of a Fleet.
  init(_ fleet: Fleet) {
    self.fleet = fleet
    layout = fleet.layout
    files = fleet.configuration.files
    time = fleet.configuration.time
  }

  func socket() async throws -> FilePath {
    // The folder is mounted into containers, so it has to be there before the proxy first runs.
    try files.createFolder(layout.proxySocket.parent, mode: .privateFolder)
    return layout.proxySocket
  }

  func isListening() async -> Bool {
    await fleet.services.book.running != nil && files.exists(layout.proxySocket)
  }

  func issueToken(named name: String, account: String?) async throws -> Redacted<String> {
    var only: AccountID?
    if let account { only = try await fleet.account(labelled: account).id }
    return try await fleet.tokensOfClients.issueForContainer(name, account: only)
  }

  func revokeToken(named name: String) async throws {
    do {
      try await fleet.tokensOfClients.revoke(name)
    } catch RotationError.unknownToken {
      // Someone revoked it before; it is as worthless as it should be.
    }
  }

  func automaticAccount() async throws -> String {
    try await fleet.pick(for: .automatic(nil)).account.label.text
  }

  func account(labelled text: String) async throws -> String {
    try await fleet.account(labelled: text).label.text
  }

  func signIn(of label: String) async throws -> AuthFile {
    let account = try await fleet.account(labelled: label)
    try await fleet.requireAllowed(account, at: fleet.place)
    let reader = AuthFileReader(files: files, time: time)
    return try await reader.read(layout.sandbox(account.key).signInFile).withoutExtras
  }

  func poolSignIn(token: Redacted<String>) async throws -> AuthFile {
    PoolSignIn.file(token: token)
  }
}

extension Fleet {
  /// Workspaces on a container engine.
  ///
  /// - Parameter engine: the engine, nil for the one of the settings or the first there is.
  /// - Returns: What can be done with them.
  /// - Throws: `WorkspaceError.engineMissing`.
  package func workspaces(on engine: ContainerEngineKind?) throws -> any WorkspaceDoor {
    let settled = configuration.settings.workspaceEngine.flatMap(ContainerEngineKind.init)
    return try Workspaces(
      on: engine ?? settled, environment: configuration.environment,
      runner: configuration.processes, access: FleetWorkspaceAccess(self),
      files: configuration.files, time: configuration.time, random: configuration.random)
  }
}

/// How a workspace reaches the accounts: through the host's rotation proxy, with a token of its own.
protocol WorkspaceAccess: Sendable {
  /// The proxy's unix socket; its folder is mounted into the container.
  func socket() async throws -> FilePath
  /// Whether the proxy listens there now.
  func isListening() async -> Bool
  /// Makes a token that only the named workspace holds.
  ///
  /// - Parameters:
  ///   - name: the token's name; one that exists is replaced.
  ///   - account: the label of the account it is bound to, nil for the whole pool.
  /// - Returns: The token, which no one keeps but the workspace.
  /// - Throws: whatever keeps it from being stored.
  func issueToken(named name: String, account: String?) async throws -> Redacted<String>
  /// Makes the token worthless; a name that is not there is no error.
  func revokeToken(named name: String) async throws
  /// The label of the account that automatic choice would take now.
  func automaticAccount() async throws -> String
  /// The label of an account as it is written, after making sure that there is one.
  func account(labelled text: String) async throws -> String
  /// The account's own sign-in, to be copied.
  func signIn(of label: String) async throws -> AuthFile
  /// A sign-in that holds nothing but the token.
  func poolSignIn(token: Redacted<String>) async throws -> AuthFile
}
