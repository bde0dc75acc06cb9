package import EngineCore

/// What an import knows of a sign-in that it is about to renew. It is written into the sign-in's staging
/// folder before the server is asked, so that a crash after the answer does not lose the new session.
package struct ImportNote: Hashable, Sendable, Codable {
  /// The label that was asked for, nil if one is to be made.
  package var label: String?
  /// The name it had in its file.
  package var name: String?
  /// The person's address.
  package var email: String?
  /// Whether it was switched on there.
  package var isEnabled: Bool
  /// The file it came from.
  package var source: FilePath
  /// Which program wrote it.
  package var origin: String
  /// The digest of the refresh token that is spent for it.
  package var tokenDigest: String

  /// A note of its parts.
  package init(
    label: String?, name: String?, email: String?, isEnabled: Bool, source: FilePath,
    origin: String, tokenDigest: String
  ) {
    self.label = label
    self.name = name
    self.email = email
    self.isEnabled = isEnabled
    self.source = source
    self.origin = origin
    self.tokenDigest = tokenDigest
  }
}
