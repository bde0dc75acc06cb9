package import EngineCore

extension AuthFile {
  /// Whose sign-in this is.
  ///
  /// - Parameter salt: the root's salt, which keeps an API key's fingerprint useless elsewhere.
  /// - Returns: The identity; nil without tokens or key, or if the account or the person is not named. A
  ///   personal access token does not say whose it is; the server does.
  package func identity(salt: IdentitySalt) -> Identity? {
    switch mode {
    case .chatGPT, .agentIdentity: chatGPTIdentity
    case .apiKey: apiKey.map { .apiKey(fingerprint: salt.fingerprint(of: $0)) }
    case .accessToken, .other: nil
    }
  }

  /// Whose session or agent identity this is; nil for a key or token, and if the account or the person is
  /// not named.
  package var chatGPTIdentity: Identity? {
    guard mode == .chatGPT || mode == .agentIdentity, let accountID, let userID = claims?.userID
    else { return nil }
    return .chatGPT(accountID: accountID, userID: userID)
  }

  /// A hash of the refresh token, the key or the token: tells one sign-in from the next without holding
  /// it. Nil if there is neither.
  package var credentialFingerprint: String? {
    switch mode {
    case .apiKey: apiKey.map { SHA256.fingerprint("swop API key\n" + $0.reveal()) }
    case .chatGPT:
      tokens.flatMap { tokens in
        guard tokens.canRefresh else { return nil }
        return Self.fingerprint(ofRefreshToken: tokens.refreshToken)
      }
    case .accessToken: accessToken.map { SHA256.fingerprint("swop access token\n" + $0.reveal()) }
    case .agentIdentity:
      agentIdentity.map { SHA256.fingerprint("swop agent identity\n" + $0.reveal()) }
    case .other: nil
    }
  }

  /// The same for a refresh token that stands in no file of codex's.
  package static func fingerprint(ofRefreshToken token: Redacted<String>) -> String {
    SHA256.fingerprint("swop refresh token\n" + token.reveal())
  }

  /// The plan to show: the session's, or `api` for a key.
  package var plan: Plan? { mode == .apiKey ? .api : claims?.plan }

  /// What a request needs to speak for this account; nil if it holds no bearer. A personal access token
  /// does not name the account that requests have to name beside it.
  package var credentials: Credentials? {
    switch mode {
    case .apiKey:
      return apiKey.map { Credentials(accessToken: $0, accountID: nil, expiresAt: nil) }
    case .chatGPT:
      guard let tokens, !tokens.accessToken.reveal().isEmpty else { return nil }
      return Credentials(
        accessToken: tokens.accessToken, accountID: accountID, expiresAt: accessTokenExpiresAt)
    case .accessToken:
      return accessToken.map { Credentials(accessToken: $0, accountID: nil, expiresAt: nil) }
    case .agentIdentity, .other: return nil
    }
  }

  /// What kind of sign-in an account has that holds this file.
  package var credential: CredentialKind {
    switch mode {
    case .accessToken: .accessToken
    case .agentIdentity: .agentIdentity
    case .chatGPT, .apiKey, .other: .standard
    }
  }
}

extension AuthFile {
  /// Whether two sessions belong to the same account and person, as far as both say.
  package func isSameAccount(as other: AuthFile) -> Bool {
    func agree(_ ours: String?, _ theirs: String?) -> Bool {
      guard let ours, let theirs else { return true }
      return ours == theirs
    }
    return agree(claims?.accountID, other.claims?.accountID)
      && agree(claims?.userID, other.claims?.userID)
      && agree(accessTokenAccountID, other.accountID)
  }
}
