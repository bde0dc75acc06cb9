package import EngineKernel

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

  /// A claim that is text and not empty, without what must not reach a screen.
  private static func text(_ value: JSONValue?) -> String? {
    guard let text = value?.text, !text.isEmpty else { return nil }
    let clean = PrintableText.shortened(text, to: 320)
    return clean.isEmpty ? nil : clean
  }
}
