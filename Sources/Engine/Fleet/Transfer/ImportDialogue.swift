package import EngineCore

/// What an import may have to ask.
package protocol ImportDialogue: Sendable {
  /// The passphrase of an encrypted export.
  func passphrase(for path: FilePath) async throws -> Redacted<String>

  /// Whether sessions that another program uses may be renewed, which signs that program out.
  func mayRenew(_ titles: [String]) async -> Bool
}
