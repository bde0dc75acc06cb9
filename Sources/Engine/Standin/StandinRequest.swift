import EngineCore

/// A request as the stand-in judges it, free of sockets.
struct StandinRequest: Sendable {
  /// `GET`, `POST` and so on.
  let method: String
  /// The path without the query.
  let path: String
  /// The query, decoded.
  let query: [String: String]
  /// The header fields, bearer included, so the value does not print them.
  let headers: Redacted<[HTTPField]>
  /// The whole body.
  let body: Redacted<Data>

  /// A request of its parts; `target` is the path with its query.
  init(
    _ method: String, _ target: String, headers: [HTTPField] = [], body: Data = Data()
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = parts.first.map(String.init) ?? "/"
    query = parts.count > 1 ? FormText.fields(String(parts[1])) : [:]
    self.headers = Redacted(headers)
    self.body = Redacted(body)
  }

  /// What it asks for.
  var endpoint: Endpoint { Endpoint(path: path) }

  /// The value of a header field, nil if it was not sent.
  func header(_ name: String) -> String? { headers.reveal().value(of: name) }

  /// The token after `Bearer`.
  var bearer: String? {
    guard let field = header("authorization"), field.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    return String(field.dropFirst("bearer ".count))
  }

  /// The body's length as it came, in bytes.
  var bodyBytes: Int { body.reveal().count }

  /// A message on the WebSocket connection that this request opened: as a request of the method `WS`.
  func message(_ body: Data) -> StandinRequest {
    let own = ["upgrade", "connection", "content-length"]
    let fields = headers.reveal().filter {
      let name = $0.name.lowercased()
      return !own.contains(name) && !name.hasPrefix("sec-websocket-")
    }
    return StandinRequest("WS", path, headers: fields, body: body)
  }

  /// Whether it asks to speak WebSocket.
  var isUpgrade: Bool { header("upgrade")?.lowercased() == "websocket" }

  /// The body as JSON; nil if it is none, which a compressed one never is.
  var json: StandinJSON? { StandinJSON(body.reveal()) }

  /// The string members of a JSON body, or the fields of a form.
  var fields: [String: String] {
    if header("content-type")?.lowercased().contains("x-www-form-urlencoded") == true {
      return FormText.fields(String(decoding: body.reveal(), as: UTF8.self))
    }
    guard case .object(let members) = json else { return [:] }
    return members.compactMapValues(\.string)
  }
}

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
  init(path: String) {
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

/// Form and query text: `name=value&name=value`, percent-encoded.
enum FormText {
  /// The fields of such a text; of a name that occurs twice the last counts.
  static func fields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for part in text.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(sides[0])] = sides.count > 1 ? decoded(sides[1]) : ""
    }
    return fields
  }

  /// Text with everything but letters, digits and `-._~` encoded.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        result += "%" + (hex.count < 2 ? "0" : "") + hex
      }
    }
    return result
  }

  /// Undoes the encoding; a broken escape stays as it is.
  private static func decoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let escape = bytes[index...].dropFirst().prefix(2)
      if bytes[index] == UInt8(ascii: "%"), escape.count == 2,
        let value = UInt8(String(decoding: escape, as: UTF8.self), radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// A request while it is judged.
struct Visit: Sendable {
  let request: StandinRequest
  let number: Int
  let now: Date
  /// The account that its bearer, refresh token or code was made for, dead or alive.
  var account: String?
  /// Why its bearer is not accepted; nil if it is, or if none is needed.
  var refusal: TokenBook.Refusal?

  var endpoint: Endpoint { request.endpoint }

  /// A name for the answer to it.
  var responseID: String { "resp-\(number)" }
}
