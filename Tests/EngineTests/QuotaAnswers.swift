import EngineCore
import Synchronization
import TestSupport

/// The backend of a scene: the quota of accounts, by account id, and everything else unknown.
final class QuotaAnswers: Sendable {
  private struct Use {
    var week: Double
    var hours: Double
    var plan: String
  }

  /// The server's clock, nil while its answers carry no date.
  private let date = Mutex<Date?>(nil)
  private let uses = Mutex<[String: Use]>([:])

  /// When windows end, in seconds since 1970: an hour and two days after the scene's clock.
  static let resets = (hours: 1_800_003_600, week: 1_800_172_800)

  /// Sets what an account has used, in percent, and the plan that its quota names.
  func set(_ accountID: String, week: Double, hours: Double, plan: String = "plus") {
    uses.withLock { $0[accountID] = Use(week: week, hours: hours, plan: plan) }
  }

  /// Whose a personal access token `at-x` is: the account x.
  private func owner(of request: HTTPRequest) -> HTTPResponse {
    let bearer = request.headers.reveal().value(of: "Authorization") ?? ""
    guard let account = bearer.firstMatch(of: /^Bearer at-([a-z]+)$/)?.1 else {
      return HTTPResponse(status: 401)
    }
    let body =
      #"{"email":"\#(account)@example.com","chatgpt_user_id":"user-\#(account)","#
      + #""chatgpt_account_id":"\#(account)","chatgpt_plan_type":"plus"}"#
    return HTTPResponse(status: 200, body: Data(body.utf8))
  }

  /// Sets the server's clock.
  func setDate(_ date: Date?) { self.date.withLock { $0 = date } }

  /// The server's clock.
  var serverDate: Date? { date.withLock { $0 } }

  /// New tokens for a refresh token `multi-x`: those of the account x.
  private func renewal(of request: HTTPRequest) -> HTTPResponse {
    let body = String(decoding: request.body?.reveal() ?? Data(), as: UTF8.self)
    guard let account = body.firstMatch(of: /multi-([a-z]+)/)?.1 else {
      return HTTPResponse(status: 401)
    }
    let fixture = SignInFixture {
      $0.accountID = String(account)
      $0.userID = "user-\(account)"
      $0.email = "\(account)@example.com"
    }
    let tokens =
      #"{"id_token":"\#(fixture.idToken)","access_token":"\#(fixture.accessToken)","#
      + #""refresh_token":"renewed-refresh-\#(account)"}"#
    return HTTPResponse(status: 200, body: Data(tokens.utf8))
  }

  /// The answer to a request, with the server's date.
  func answer(to request: HTTPRequest) -> Result<HTTPResponse, HTTPError> {
    plainAnswer(to: request).map { response in
      guard let date = date.withLock({ $0 }) else { return response }
      return HTTPResponse(
        status: response.status, headers: [HTTPField("Date", HTTPDate.text(date))],
        body: response.body.reveal())
    }
  }

  private func plainAnswer(to request: HTTPRequest) -> Result<HTTPResponse, HTTPError> {
    if request.url.hasSuffix("/oauth/token") { return .success(renewal(of: request)) }
    if request.url.hasSuffix("/whoami") { return .success(owner(of: request)) }
    // What a relay that has moved answers: the token must not follow.
    if request.url.hasSuffix("/oauth/revoke") {
      let elsewhere = HTTPField("Location", "https://elsewhere.test/oauth/revoke")
      return .success(HTTPResponse(status: 307, headers: [elsewhere]))
    }
    let account = request.headers.reveal().value(of: "ChatGPT-Account-Id")
    guard request.url.hasSuffix("/wham/usage"), let account,
      let use = uses.withLock({ $0[account] })
    else { return .success(HTTPResponse(status: 404)) }
    let isOut = use.week >= 100 || use.hours >= 100
    let body = """
      {"plan_type":"\(use.plan)","rate_limit":{"allowed":\(!isOut),"limit_reached":\(isOut),
      "primary_window":{"used_percent":\(use.hours),"limit_window_seconds":18000,
      "reset_after_seconds":1,"reset_at":\(Self.resets.hours)},
      "secondary_window":{"used_percent":\(use.week),"limit_window_seconds":604800,
      "reset_after_seconds":1,"reset_at":\(Self.resets.week)}}}
      """
    return .success(HTTPResponse(status: 200, body: Data(body.utf8)))
  }
}
