package import EngineCore

/// Whose sign-in an app-server uses.
package enum AppServerAccount: Hashable, Sendable {
  /// None, or one that is dead.
  case none
  /// An API key.
  case apiKey
  /// A ChatGPT session.
  case chatGPT(email: String?, plan: Plan?)
  /// Another kind, by codex's name.
  case other(String)

  /// Reads the answer of `account/read`; nil if it has another form.
  init?(_ answer: JSONValue) {
    guard let account = answer["account"] else { return nil }
    if account.isNull {
      self = .none
      return
    }
    guard let type = account["type"]?.text else { return nil }
    switch type {
    case "apiKey": self = .apiKey
    case "chatgpt":
      let email = account["email"]?.text.map { PrintableText.shortened($0, to: 320) }
      self = .chatGPT(email: email, plan: account["planType"]?.text.map { Plan($0) })
    default: self = .other(PrintableText.shortened(type, to: 40))
    }
  }
}
