package import EngineCore

extension TokenKeeper {
  package func markDead(_ account: Account, refused: Credentials) async {
    // Without a readable sign-in there is nothing to mark: whoever asks for it is told so.
    guard let file = try? await session(of: account),
      file.credentials?.accessToken == refused.accessToken
    else { return }
    markExpired(
      account, reason: "the server refused it (401)", credential: file.credentialFingerprint)
  }
}
