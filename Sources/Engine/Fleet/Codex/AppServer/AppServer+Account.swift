package import EngineCore

extension AppServer {
  /// A sign-in that has begun.
  package struct LoginStart: Hashable, Sendable {
    /// Names it in notifications and for cancelling.
    package let id: String
    /// The address to open.
    package let link: String
    /// The code to enter there; nil for the browser flow.
    package let code: String?
  }

  /// Whose sign-in the server uses.
  ///
  /// - Parameter refreshing: renew the session first. **This spends a rotation**: only under the
  ///   account's token lock. A dead session then reads as `.none`.
  /// - Returns: The account.
  /// - Throws: `AppServerError`.
  package func account(refreshing: Bool) async throws(AppServerError) -> AppServerAccount {
    let answer = try await request("account/read", ["refreshToken": .bool(refreshing)])
    guard let account = AppServerAccount(answer) else { throw .unreadable(method: "account/read") }
    return account
  }

  /// The quota as codex reads it. A token that has ended is renewed by codex first, which **spends a
  /// rotation**: only under the account's token lock, or with a token that has time left.
  package func quota() async throws(AppServerError) -> QuotaReading {
    let method = "account/rateLimits/read"
    let answer = try await request(method)
    guard let reading = QuotaReading(rateLimits: answer, at: time.now()) else {
      throw .unreadable(method: method)
    }
    return reading
  }

  /// Begins a sign-in in the browser of this machine (`chatgpt`) or by a code (`chatgptDeviceCode`).
  package func startLogin(type: String) async throws(AppServerError) -> LoginStart {
    let method = "account/login/start"
    let answer = try await request(method, ["type": .string(type)], limit: .seconds(30))
    guard let id = answer["loginId"]?.text,
      let link = answer["authUrl"]?.text ?? answer["verificationUrl"]?.text, Self.isLink(link)
    else { throw .unreadable(method: method) }
    return LoginStart(id: id, link: link, code: answer["userCode"]?.text)
  }

  /// Whether a text is safe to show and to open: an address of the web in printable ASCII.
  private static func isLink(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count <= 8_192
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Gives up a sign-in that has begun.
  package func cancelLogin(_ login: LoginStart) async throws(AppServerError) {
    _ = try await request(
      "account/login/cancel", ["loginId": .string(login.id)], limit: .seconds(3))
  }
}
