import EngineCore

// The sign-in server: tokens, the device flow and the browser flow.

extension StandinState {
  /// The answer of a sign-in endpoint; nil for any other.
  mutating func signInAnswer(to visit: Visit) -> StandinAnswer? {
    switch visit.endpoint {
    case .token: tokenAnswer(to: visit)
    case .revoke: revokeAnswer(to: visit)
    case .deviceUserCode: newDeviceAnswer()
    case .deviceToken: pollAnswer(to: visit)
    case .devicePage: .text("<h1>Enter your code</h1>", type: "text/html")
    case .authorize: authorizeAnswer(to: visit)
    case .usage, .accountsCheck, .settings, .configBundle, .resetCredits, .consumeResetCredit,
      .securitySetup, .plugins, .mcp, .analytics, .models, .responses, .compact, .whoAmI, .admin,
      .unknown:
      nil
    }
  }

  private mutating func tokenAnswer(to visit: Visit) -> StandinAnswer {
    let fields = visit.request.fields
    guard fields["client_id"]?.isEmpty == false else {
      return .failure(400, code: "invalid_client", message: "The client is not named.")
    }
    switch fields["grant_type"] {
    case "refresh_token": return refresh(fields["refresh_token"] ?? "", now: visit.now)
    case "authorization_code": return exchange(fields, now: visit.now)
    default:
      return .failure(400, code: "unsupported_grant_type", message: "This grant is not served.")
    }
  }

  private mutating func refresh(_ token: String, now: Date) -> StandinAnswer {
    do throws(TokenBook.Refusal) {
      let (name, grant) = try tokens.spend(token)
      guard let account = records[name]?.account else { throw .unknown }
      log.counters.refreshes[name, default: 0] += 1
      return tokens.issue(
        for: account, grant: grant, lifetime: settings.tokenLifetimeSeconds, now: now
      ).answer
    } catch {
      if error == .reused {
        log.counters.reuses += 1
        if settings.reuseRevokesGrant { _ = tokens.revokeGrant(of: token) }
      }
      return Self.refreshAnswer(to: error)
    }
  }

  private static func refreshAnswer(to refusal: TokenBook.Refusal) -> StandinAnswer {
    switch refusal {
    case .reused:
      .failure(
        401, code: "refresh_token_reused",
        message: "Your refresh token has already been used to generate a new access token."
          + " Please try signing in again.")
    case .dead(let code):
      .failure(401, code: code, message: "Your session has ended. Please sign in again.")
    case .expired:
      .failure(401, code: "refresh_token_expired", message: "Your refresh token has expired.")
    case .unknown, .revoked:
      .failure(
        401, code: "refresh_token_invalidated", message: "Your refresh token has been invalidated.")
    }
  }

  private mutating func exchange(_ fields: [String: String], now: Date) -> StandinAnswer {
    guard let code = fields["code"], fields["code_verifier"]?.isEmpty == false,
      let name = signIns.exchange(code, redirect: fields["redirect_uri"]),
      var account = records[name]?.account
    else {
      return .failure(400, code: "invalid_grant", message: "The code is not good.")
    }
    account.isSignedOut = false
    records[name]?.account = account
    log.counters.signIns[name, default: 0] += 1
    return tokens.issue(for: account, lifetime: settings.tokenLifetimeSeconds, now: now).answer
  }

  private mutating func revokeAnswer(to visit: Visit) -> StandinAnswer {
    if let token = visit.request.fields["token"], tokens.revokeGrant(of: token) {
      log.counters.revocations += 1
    }
    return .json([:])
  }
}

// MARK: - Flows

extension StandinState {
  /// The account that signs in next.
  private var approver: String? {
    let name = settings.approver ?? accountNames.first
    return name.flatMap { records[$0] == nil ? nil : $0 }
  }

  private mutating func newDeviceAnswer() -> StandinAnswer {
    guard settings.offersDeviceFlow else {
      return .failure(404, code: "not_found", message: "The device flow is not offered.")
    }
    let device = signIns.newDevice()
    return .json([
      "device_auth_id": .string(device.id), "user_code": .string(device.userCode),
      "interval": .string("\(settings.deviceIntervalSeconds)"),
    ])
  }

  private mutating func pollAnswer(to visit: Visit) -> StandinAnswer {
    let fields = visit.request.fields
    let found = signIns.poll(id: fields["device_auth_id"], userCode: fields["user_code"])
    guard let device = found else {
      return .failure(400, code: "invalid_device_code", message: "The device code is not known.")
    }
    switch decision(about: device) {
    case .pending:
      return .failure(
        403, code: "deviceauth_authorization_pending", message: "Device authorization is pending.")
    case .denied:
      return .failure(400, code: "access_denied", message: "The sign-in was denied.")
    case .approved(let name):
      signIns.finish(id: device.id)
      log.note(visit.number) { $0.account = name }
      return .json([
        "authorization_code": .string(signIns.newCode(for: name, redirect: nil)),
        "code_challenge": .string(signIns.unguessable()),
        "code_verifier": .string(signIns.unguessable()),
      ])
    }
  }

  private func decision(about device: SignInBook.Device) -> SignInBook.Decision {
    if device.decision != .pending { return device.decision }
    if settings.deniesSignIn { return .denied }
    guard let due = settings.approvesDeviceAtPoll, device.polls >= due, let approver else {
      return .pending
    }
    return .approved(account: approver)
  }

  private mutating func authorizeAnswer(to visit: Visit) -> StandinAnswer {
    let query = visit.request.query
    guard let redirect = query["redirect_uri"], Self.isLoopback(redirect),
      let state = query["state"], let name = approver
    else {
      return .failure(400, code: "invalid_request", message: "Redirect, state or account missing.")
    }
    var target = redirect + (redirect.contains("?") ? "&" : "?")
    if settings.deniesSignIn {
      target += "error=access_denied&error_description=The%20sign-in%20was%20denied"
    } else {
      target += "code=" + FormText.encoded(signIns.newCode(for: name, redirect: redirect))
      log.note(visit.number) { $0.account = name }
    }
    target += "&state=" + FormText.encoded(state)
    return StandinAnswer(302, headers: [HTTPField("location", target)])
  }

  // A code never leaves the machine, no matter who asks.
  private static func isLoopback(_ address: String) -> Bool {
    ["http://localhost:", "http://127.0.0.1:", "http://[::1]:"].contains {
      address.hasPrefix($0)
    }
  }
}

/// Sign-ins under way: device codes and the codes that are exchanged for tokens.
struct SignInBook: Sendable {
  /// What was decided about a device code.
  enum Decision: Hashable, Sendable {
    case pending, denied
    case approved(account: String)
  }

  /// A device code that was asked for.
  struct Device: Hashable, Sendable {
    let id: String
    let userCode: String
    var polls = 0
    var decision = Decision.pending
  }

  private struct Code {
    let account: String
    /// Where it may be exchanged from; nil if the flow names no place.
    let redirect: String?
  }

  private(set) var devices: [Device] = []
  private var codes: [String: Code] = [:]
  private var random = SystemRandomNumberGenerator()

  /// Begins a device sign-in.
  mutating func newDevice() -> Device {
    let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
    let code = (0..<8).map { _ in String(letters[Int.random(in: letters.indices, using: &random)]) }
    let device = Device(
      id: "device-" + unguessable(), userCode: code[..<4].joined() + "-" + code[4...].joined())
    devices.append(device)
    return device
  }

  /// Counts a poll of a device code.
  ///
  /// - Returns: the device, nil if id and code do not belong together.
  mutating func poll(id: String?, userCode: String?) -> Device? {
    let found = devices.firstIndex { $0.id == id && $0.userCode == userCode }
    guard let index = found else { return nil }
    devices[index].polls += 1
    return devices[index]
  }

  /// Decides about a device code.
  ///
  /// - Returns: false if there is no such code.
  mutating func decide(_ userCode: String, _ decision: Decision) -> Bool {
    guard let index = devices.firstIndex(where: { $0.userCode == userCode }) else { return false }
    devices[index].decision = decision
    return true
  }

  /// Forgets a device code that has led to a sign-in.
  mutating func finish(id: String) { devices.removeAll { $0.id == id } }

  /// A code that can be exchanged once for the tokens of an account.
  mutating func newCode(for account: String, redirect: String?) -> String {
    let code = "code-" + unguessable()
    codes[code] = Code(account: account, redirect: redirect)
    return code
  }

  /// The account that a code was made for, nil for an unknown or used one.
  func account(ofCode code: String) -> String? { codes[code]?.account }

  /// Exchanges a code, which then has served.
  ///
  /// - Returns: the account, nil if the code is not good for this redirect.
  mutating func exchange(_ code: String, redirect: String?) -> String? {
    guard let record = codes[code], record.redirect == nil || record.redirect == redirect else {
      return nil
    }
    codes[code] = nil
    return record.account
  }

  /// Text that no one guesses.
  mutating func unguessable() -> String {
    Hexadecimal.text((0..<16).map { _ in random.next() as UInt8 })
  }
}
