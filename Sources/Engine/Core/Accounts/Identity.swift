/// Whose sign-in an account holds. Two sandboxes never hold the same identity.
package enum Identity: Hashable, Sendable, Codable {
  /// Account id together with user id: members of one workspace share the account id.
  case chatGPT(accountID: String, userID: String)
  /// A salted hash of an API key, in hexadecimal.
  case apiKey(fingerprint: String)

  /// The ChatGPT account id, nil for an API key.
  package var chatGPTAccountID: String? {
    if case .chatGPT(let accountID, _) = self { accountID } else { nil }
  }

  /// Whether the account is paid by API key and so has no quota windows.
  package var isAPIKey: Bool {
    if case .apiKey = self { true } else { false }
  }
}
