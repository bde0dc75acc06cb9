package import EngineCore

/// What an id token says about its person. Claims stand at the top or in one of two places of their
/// own; codex looks in all of them.
package struct IdentityClaims: Hashable, Sendable {
  /// The sign-in's address.
  package let email: String?
  /// The plan at the time of the sign-in.
  package let plan: Plan?
  /// The person.
  package let userID: String?
  /// The ChatGPT account: a person's own or a workspace.
  package let accountID: String?

  /// Reads the claims of an id token.
  package init(_ token: JSONWebToken) {
    let auth = "https://api.openai.com/auth"
    email =
      Self.text(token["email"]) ?? Self.text(token["https://api.openai.com/profile", "email"])
    plan = Self.text(token[auth, "chatgpt_plan_type"]).map { Plan($0) }
    userID = Self.text(token[auth, "chatgpt_user_id"]) ?? Self.text(token[auth, "user_id"])
    accountID = Self.text(token[auth, "chatgpt_account_id"])
  }

  /// Reads an agent identity: the token it was made from, or the record that codex keeps of it.
  init(agent: JSONValue, token: JSONWebToken?) {
    func claim(_ name: String) -> String? { Self.text(token?[name] ?? agent[name]) }
    email = claim("email")
    plan = claim("plan_type").map { Plan($0) }
    userID = claim("chatgpt_user_id")
    accountID = claim("account_id")
  }

  /// Reads what the server says of a personal access token; nil if it names no account or person.
  package init?(whoAmI answer: JSONValue) {
    email = Self.text(answer["email"])
    plan = Self.text(answer["chatgpt_plan_type"]).map { Plan($0) }
    userID = Self.text(answer["chatgpt_user_id"])
    accountID = Self.text(answer["chatgpt_account_id"])
    if userID == nil || accountID == nil { return nil }
  }

  /// Whose they are, nil if the account or the person is not named.
  package var identity: Identity? {
    guard let accountID, let userID else { return nil }
    return .chatGPT(accountID: accountID, userID: userID)
  }

  /// A claim that is text and not empty, without what must not reach a screen.
  private static func text(_ value: JSONValue?) -> String? {
    guard let text = value?.text, !text.isEmpty else { return nil }
    let clean = PrintableText.shortened(text, to: 320)
    return clean.isEmpty ? nil : clean
  }
}
