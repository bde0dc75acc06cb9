import EngineAccounts
import EngineCodex
import EngineKernel
import EngineSandbox
import EngineWorkspace

/// How workspaces reach the accounts of a Fleet.
struct FleetWorkspaceAccess: WorkspaceAccess {
  private let fleet: Fleet

  /// The accounts of a Fleet.
  init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  func socket() async throws -> FilePath { throw FleetError.noRotation }

  func isListening() async -> Bool { false }

  func issueToken(named name: String, account: String?) async throws -> Redacted<String> {
    throw FleetError.noRotation
  }

  func revokeToken(named name: String) async throws {}

  func automaticAccount() async throws -> String {
    try await fleet.pick(for: .usual).account.label.text
  }

  func account(labelled text: String) async throws -> String {
    try await fleet.account(labelled: text).label.text
  }

  func signIn(of label: String) async throws -> AuthFile {
    let account = try await fleet.account(labelled: label)
    let reader = AuthFileReader(
      files: fleet.configuration.files, time: fleet.configuration.time)
    return try await reader.read(fleet.layout.sandbox(account.key).signInFile).withoutExtras
  }

  func poolSignIn(token: Redacted<String>) async throws -> AuthFile { throw FleetError.noRotation }
}
