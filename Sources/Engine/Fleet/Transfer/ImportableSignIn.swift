package import EngineCore

/// One sign-in that was read for importing.
package struct ImportableSignIn: Hashable, Sendable {
  /// What it holds.
  package enum Content: Hashable, Sendable {
    /// All that an account needs.
    case whole(AuthFile)
    /// A session that has to be renewed first.
    case pending(PendingSession)
  }

  /// The file it stands in.
  package var source: FilePath
  /// Which program wrote it.
  package let origin: SignInOrigin
  /// What it holds.
  package let content: Content
  /// The name it had there, nil if it had none.
  package var name: String?
  /// The person's address, nil if it is not known.
  package let email: String?
  /// Whether it was switched on there.
  package let isEnabled: Bool
  /// What stood beside it and has to come back on an export in the same form.
  package let beside: Redacted<JSONValue>?

  /// A sign-in of its parts; the reader adds its source.
  init(
    _ origin: SignInOrigin, _ content: Content, name: String? = nil, email: String? = nil,
    isEnabled: Bool = true, beside: JSONValue? = nil
  ) {
    source = "."
    self.origin = origin
    self.content = content
    self.name = name
    self.isEnabled = isEnabled
    self.beside = beside.map { Redacted($0) }
    switch content {
    case .whole(let file): self.email = file.claims?.email ?? email
    case .pending(let session): self.email = email ?? session.email
    }
  }

  /// The digest of its refresh token, nil for an API key.
  package var tokenDigest: String? {
    switch content {
    case .whole(let file): file.mode == .chatGPT ? file.credentialFingerprint : nil
    case .pending(let session): AuthFile.fingerprint(ofRefreshToken: session.refreshToken)
    }
  }

  /// How people are told which one is meant.
  package var title: String {
    PrintableText.shortened(email ?? name ?? source.name, to: 60)
  }
}
