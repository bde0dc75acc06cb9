/// How an `auth.json` signs in.
package enum AuthMode: Hashable, Sendable {
  /// With a ChatGPT session: tokens that end and are renewed.
  case chatGPT
  /// With an API key, which never ends.
  case apiKey
  /// With a personal access token (`at-…`), which is never renewed.
  case accessToken
  /// With an agent identity: a token whose key signs every request, which only codex can do.
  case agentIdentity
  /// In a way that swop does not handle (`bedrockApiKey` and so on), by codex's name.
  case other(String)

  /// The mode by codex's exact, case-sensitive name.
  package init(name: String) {
    switch name {
    case "chatgpt": self = .chatGPT
    case "apikey": self = .apiKey
    case "personalAccessToken": self = .accessToken
    case "agentIdentity": self = .agentIdentity
    default: self = .other(name)
    }
  }

  /// Whether its tokens end and are renewed.
  package var isRenewed: Bool { self == .chatGPT }
}
