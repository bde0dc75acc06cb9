import EngineCore

/// The sign-ins of OpenCode: one object with a member for each provider. It is read and never written.
enum OpenCodeDocument {
  /// The providers whose sign-ins codex can use.
  private static let providers: Set<String> = ["openai", "openai-codex"]
  private static let kinds: Set<String> = ["oauth", "api", "wellknown"]

  /// Whether an object has this form.
  static func isOne(_ value: JSONValue) -> Bool {
    (value.members ?? []).contains { member in
      providers.contains(member.name) || member.value["type"]?.text.map(kinds.contains) == true
    }
  }

  /// The sign-ins for OpenAI; those for other providers are left alone.
  static func records(in value: JSONValue) throws(DocumentFlaw) -> [ImportDocument.Record] {
    let entries = (value.members ?? []).filter { providers.contains($0.name) }
    guard !entries.isEmpty else {
      throw DocumentFlaw("it holds no sign-in for OpenAI", .foreign)
    }
    return try ImportDocument.records(entries.map(\.value), signIn)
  }

  private static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    switch value["type"]?.text {
    case "api":
      return ImportableSignIn(.openCode, .whole(try ImportDocument.keyFile(value["key"])))
    case "oauth":
      let fields = SessionFields(
        idToken: value["id_token"], accessToken: value["access"], refreshToken: value["refresh"],
        accountID: value["accountId"], lastRefresh: nil)
      return ImportableSignIn(.openCode, try fields.content())
    case .some(let name):
      throw DocumentFlaw(
        "it signs in as \(PrintableText.shortened(name, to: 40)), which swop does not handle")
    case nil: throw DocumentFlaw("its type is missing")
    }
  }
}
