package import EngineCore

/// Signing in with a token that a person made in the browser: nothing is renewed afterwards.
extension SignIn {
  /// How long codex may take to check an agent identity.
  private static let checkLimit = Duration.seconds(30)

  /// Whether a token is an agent identity: codex takes every JSON web token for one.
  package static func isAgentIdentity(_ token: Redacted<String>) -> Bool {
    JSONWebToken(token) != nil
  }

  /// Puts a personal access token into the staging folder, as codex would after checking it. No other
  /// process ever sees the token.
  ///
  /// - Throws: `SignInError.badToken`, `.file`.
  package func withAccessToken(
    _ token: Redacted<String>, into folder: FilePath
  ) throws(SignInError) -> SignInResult {
    guard let token = APIKeyText.cleaned(token) else { throw .badToken }
    return try staged(SignInResult(file: AuthFile(accessToken: token)), in: folder)
  }

  /// Lets codex sign in with an agent identity: only codex can check it.
  ///
  /// - Parameters:
  ///   - token: the JSON web token; codex gets it on standard input.
  ///   - home: codex with the staging folder as its home.
  /// - Returns: The sign-in, with a sentence about what it cannot do.
  /// - Throws: `SignInError`.
  package func withAgentIdentity(
    _ token: Redacted<String>, in home: CodexHome
  ) async throws(SignInError) -> SignInResult {
    guard let token = APIKeyText.cleaned(token) else { throw .badToken }
    let home = prepared(home)
    let input = Redacted(Array(token.reveal().utf8) + [0x0A])
    let output: ProcessOutput
    do {
      let command = home.command(["login", "--with-access-token"], input: input)
      output = try await runner.run(command, limit: Self.checkLimit)
    } catch {
      throw .appServer(.notStarted(error))
    }
    let said = String(decoding: output.standardError.reveal(), as: UTF8.self)
      .split(whereSeparator: \.isNewline).last.map(String.init)
    let file = try await stored(
      in: home, otherwise: PlainSentence.clause(said ?? "codex refused it"))
    guard file.mode == .agentIdentity else {
      throw .notCompleted(reason: "codex stored another kind of sign-in")
    }
    guard file.chatGPTIdentity != nil else { throw .nameless }
    let warning =
      "This token is an agent identity, which only codex itself can use: runs work, but the rotation "
      + "proxy leaves the account out."
    return SignInResult(file: file, warnings: [warning])
  }
}
