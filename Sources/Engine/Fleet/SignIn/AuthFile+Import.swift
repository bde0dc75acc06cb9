import EngineCore

extension AuthFile {
  /// Why this sign-in cannot become an account's, as one clause; nil if it can.
  package var importFlaw: String? {
    switch mode {
    case .apiKey:
      return apiKey.flatMap { APIKeyText.cleaned($0) } == nil ? "it holds no API key" : nil
    case .accessToken:
      return accessToken.flatMap { APIKeyText.cleaned($0) } == nil ? "it holds no token" : nil
    case .agentIdentity:
      return chatGPTIdentity == nil ? "it names no account and person" : nil
    case .other(let name):
      return "it signs in as \(PrintableText.shortened(name, to: 40)), which swop does not handle"
    case .chatGPT:
      guard let tokens else { return "it holds no sign-in" }
      if !tokens.canRefresh { return "its session cannot be renewed" }
      return chatGPTIdentity == nil ? "it names no account and person" : nil
    }
  }
}
