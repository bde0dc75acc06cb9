package import EngineCore

/// How a workspace reaches the accounts: through the host's rotation proxy, with a token of its own.
package protocol WorkspaceAccess: Sendable {
  /// The proxy's unix socket; its folder is mounted into the container.
  func socket() async throws -> FilePath
  /// Whether the proxy listens there now.
  func isListening() async -> Bool
  /// Makes a token that only the named workspace holds.
  ///
  /// - Parameters:
  ///   - name: the token's name; one that exists is replaced.
  ///   - account: the label of the account it is bound to, nil for the whole pool.
  /// - Returns: The token, which nobody keeps but the workspace.
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
