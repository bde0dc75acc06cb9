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
      // Somebody revoked it before; it is as worthless as it should be.
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
