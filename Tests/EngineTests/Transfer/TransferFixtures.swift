import EngineCore
import TestSupport

/// Documents of other programs, made of one sign-in.
enum TransferFixtures {
  /// CLIProxyAPI's form, with members of its own beside the sign-in.
  static func cpa(_ fixture: SignInFixture = SignInFixture(), beside: String = "") -> String {
    """
    {"access_token":"\(fixture.accessToken)","account_id":"\(fixture.accountID)",
     "email":"\(fixture.email)","expired":"2027-01-15T10:46:40Z","id_token":"\(fixture.idToken)",
     "last_refresh":"2027-01-15T07:00:00Z","refresh_token":"\(fixture.refreshToken)","type":"codex"\(beside)}
    """
  }

  /// codex-multi-auth's list.
  static func multiAuth(_ accounts: String...) -> String {
    """
    {"version":3,"accounts":[\(accounts.joined(separator: ","))],"activeIndex":0,
     "activeIndexByFamily":{"codex":0},"affinityGeneration":4}
    """
  }

  /// One account of that list; its access token names account and person.
  static func multiAuthAccount(
    _ account: String, refresh: String = "refresh-0", more: String = ""
  ) -> String {
    let access = access(account)
    return """
      {"recordId":"r-\(account)","accountId":"\(account)","accountIdSource":"token",
       "accountLabel":"Old \(account)","email":"\(account)@example.com","refreshToken":"\(refresh)",
       "accessToken":"\(access)","expiresAt":1800010000000,"enabled":true\(more)}
      """
  }

  /// An access token that names account and person.
  static func access(_ account: String) -> String {
    SignInFixture.token(
      #"{"exp":1800010000,"https://api.openai.com/auth":{"chatgpt_account_id":"\#(account)","#
        + #""chatgpt_user_id":"user-\#(account)"}}"#)
  }

  /// A small price for tests: 8 KiB, once.
  static let cost = (memory: 8_192, passes: 1)
}
