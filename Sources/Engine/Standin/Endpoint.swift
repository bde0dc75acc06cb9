/// What a request asks for, whichever base path the client uses.
package enum Endpoint: String, Hashable, Sendable, Codable, CaseIterable {
  case usage
  case accountsCheck = "accounts_check"
  case settings
  case configBundle = "config_bundle"
  case resetCredits = "reset_credits"
  case consumeResetCredit = "consume_reset_credit"
  case securitySetup = "security_setup"
  case plugins
  case mcp
  case analytics
  case models
  case responses
  case compact
  case token
  case revoke
  case deviceUserCode = "device_user_code"
  case deviceToken = "device_token"
  case devicePage = "device_page"
  case authorize
  case whoAmI = "who_am_i"
  case admin
  case unknown

  /// Finds the endpoint of a path without its query. codex says `/wham/x` where its base address has
  /// `/backend-api` and `/api/codex/x` where it has not.
  package init(path: String) {
    var path = Substring(path)
    if path.hasPrefix("/standin/") || path == "/standin" {
      self = .admin
      return
    }
    if path.hasPrefix("/backend-api/") { path = path.dropFirst("/backend-api".count) }
    for prefix in ["/api/codex/", "/wham/"] where path.hasPrefix(prefix) {
      self = Self.whamEndpoints[String(path.dropFirst(prefix.count))] ?? .unknown
      return
    }
    for prefix in ["/codex/", "/v1/"] where path.hasPrefix(prefix) {
      guard path != "/codex/device" else { break }
      path = path.dropFirst(prefix.count - 1)
    }
    if path.contains("/.well-known/") {
      self = .unknown
    } else if path.hasPrefix("/ps/plugins") || path.hasPrefix("/plugins/") {
      self = .plugins
    } else if path.hasPrefix("/ps/mcp") {
      self = .mcp
    } else if path.hasPrefix("/analytics-events/") {
      self = .analytics
    } else {
      self = Self.plainEndpoints[String(path)] ?? .unknown
    }
  }

  /// Whether the request must bring a bearer.
  var needsBearer: Bool {
    switch self {
    case .usage, .accountsCheck, .settings, .configBundle, .resetCredits, .consumeResetCredit,
      .securitySetup, .responses, .compact, .models, .whoAmI:
      true
    case .plugins, .mcp, .analytics, .token, .revoke, .deviceUserCode, .deviceToken, .devicePage,
      .authorize, .admin, .unknown:
      // codex sends its bearer to plug-in hosts only when they are the official ones.
      false
    }
  }

  private static let whamEndpoints: [String: Endpoint] = [
    "usage": .usage, "accounts/check": .accountsCheck, "settings/user": .settings,
    "config/bundle": .configBundle, "rate-limit-reset-credits": .resetCredits,
    "rate-limit-reset-credits/consume": .consumeResetCredit, "security-setup": .securitySetup,
    "models": .models, "responses": .responses, "responses/compact": .compact,
  ]

  private static let plainEndpoints: [String: Endpoint] = [
    "/models": .models, "/responses": .responses, "/responses/compact": .compact,
    "/oauth/token": .token, "/oauth/revoke": .revoke, "/oauth/authorize": .authorize,
    "/api/accounts/deviceauth/usercode": .deviceUserCode,
    "/api/accounts/deviceauth/token": .deviceToken, "/codex/device": .devicePage,
    "/deviceauth/callback": .devicePage,
    "/api/accounts/v1/user-auth-credential/whoami": .whoAmI,
  ]
}
