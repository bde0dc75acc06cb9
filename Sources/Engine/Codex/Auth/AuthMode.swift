/// How an `auth.json` signs in.
package enum AuthMode: Hashable, Sendable {
  /// With a ChatGPT session: tokens that end and are renewed.
  case chatGPT
  /// With an API key, which never ends.
  case apiKey
  /// In a way that swop does not handle (`agentIdentity`, `bedrockApiKey` and so on), by codex's name.
  case other(String)

  /// The mode by codex's exact, case-sensitive name.
  package init(name: String) {
    switch name {
    case "chatgpt": self = .chatGPT
    case "apikey": self = .apiKey
    default: self = .other(name)
    }
  }
}
