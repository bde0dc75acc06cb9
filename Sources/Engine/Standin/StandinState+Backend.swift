import EngineCore

// The backend's endpoints: who asks, what the script says, and the normal answers.

extension StandinState {
  /// Finds whom a request speaks for and notes it in the log.
  mutating func identify(_ visit: inout Visit) {
    let fields = visit.endpoint == .token || visit.endpoint == .revoke ? visit.request.fields : [:]
    visit.account = fields["code"].flatMap { signIns.account(ofCode: $0) }
    let token = fields["refresh_token"] ?? fields["token"] ?? visit.request.bearer
    if let token {
      visit.account = tokens.owner(of: token) ?? accountOfKey(token)
      log.note(visit.number) {
        $0.tokenHash = String(StableHash.hexadecimal(token).prefix(12))
      }
    }
    if visit.endpoint.needsBearer { visit.refusal = refusal(of: visit) }
    log.note(visit.number) { [account = visit.account] in $0.account = account }
    countForeignTurnState(visit)
  }

  /// What a request gets: the script's answer if there is one, else the normal one.
  mutating func answer(to visit: Visit) -> StandinAnswer {
    if visit.request.isUpgrade { return upgradeAnswer(to: visit) }
    guard let fault = takeFault(for: visit) else { return normalAnswer(to: visit) }
    log.note(visit.number) { $0.fault = fault.name }
    return answer(to: visit, with: fault)
  }

  /// The answer of an endpoint that nothing disturbs.
  mutating func normalAnswer(
    to visit: Visit, shape: ReplyShape = ReplyShape()
  ) -> StandinAnswer {
    if let refusal = visit.refusal { return Self.answer(to: refusal) }
    if let answer = signInAnswer(to: visit) { return answer }
    guard visit.endpoint.needsBearer else { return openAnswer(to: visit) }
    guard let name = visit.account, let record = records[name] else {
      return Self.answer(to: .unknown)
    }
    if let wanted = visit.request.header("chatgpt-account-id"), wanted != record.account.accountID {
      return .failure(
        403, code: "account_mismatch", message: "The token does not belong to this account.")
    }
    return answer(to: visit, for: record, shape: shape)
  }

  /// The answer to an account that has shown its bearer.
  private mutating func answer(
    to visit: Visit, for record: AccountRecord, shape: ReplyShape
  ) -> StandinAnswer {
    switch visit.endpoint {
    case .usage: .json(record.usageBody(at: visit.now))
    case .accountsCheck: Self.accountsCheck(record.account)
    case .resetCredits: .json(record.resetCreditsBody)
    case .consumeResetCredit: redeemReset(of: record.account.name, visit: visit)
    case .models: .json(["models": []], headers: [HTTPField("etag", "\"standin-models\"")])
    case .responses: turn(of: record.account.name, visit: visit, shape: shape)
    case .compact: .json(["output": [["type": "compaction", "encrypted_content": "-"]]])
    case .settings, .configBundle, .securitySetup: .json([:])
    case .whoAmI: Self.whoAmI(record.account)
    case .plugins, .mcp, .analytics, .token, .revoke, .deviceUserCode, .deviceToken, .devicePage,
      .authorize, .admin, .unknown:
      openAnswer(to: visit)
    }
  }

  private func upgradeAnswer(to visit: Visit) -> StandinAnswer {
    guard settings.offersWebSocket, visit.endpoint == .responses,
      let fields = WebSocketGreeting.fields(for: visit.request)
    else {
      // codex asks for WebSocket first and goes to plain HTTP silently after a 426 only.
      return .failure(426, code: "upgrade_refused", message: "WebSocket is not offered.")
    }
    if let refusal = visit.refusal { return Self.answer(to: refusal) }
    return StandinAnswer(101, headers: fields)
  }

  private mutating func takeFault(for visit: Visit) -> Fault? {
    if let fault = commonScript.take(for: visit.endpoint) { return fault }
    guard let name = visit.account else { return nil }
    return records[name]?.script.take(for: visit.endpoint)
  }

  private func accountOfKey(_ key: String) -> String? {
    records.first { $0.value.account.apiKey == key }?.key
  }

  private func refusal(of visit: Visit) -> TokenBook.Refusal? {
    guard let bearer = visit.request.bearer else { return .unknown }
    if accountOfKey(bearer) != nil { return nil }
    do throws(TokenBook.Refusal) {
      let name = try tokens.account(ofBearer: bearer, now: visit.now)
      return records[name] == nil ? .unknown : nil
    } catch {
      return error
    }
  }

  private mutating func countForeignTurnState(_ visit: Visit) {
    guard let state = visit.request.header("x-codex-turn-state"), let name = visit.account,
      state != Self.turnState(of: name)
    else { return }
    log.counters.foreignTurnStates += 1
  }

  private mutating func redeemReset(of name: String, visit: Visit) -> StandinAnswer {
    let request = visit.request.json?["redeem_request_id"]?.string
    return .json(records[name]?.redeemReset(request: request, at: visit.now) ?? .null)
  }
}

// MARK: - A turn

extension StandinState {
  private mutating func turn(of name: String, visit: Visit, shape: ReplyShape) -> StandinAnswer {
    guard let record = records[name] else { return Self.answer(to: .unknown) }
    guard record.isAllowed else {
      return Self.usageLimit(record, resetsAt: record.unblocked(at: visit.now), now: visit.now)
    }
    let body = visit.request.json
    if let previous = body?["previous_response_id"]?.string, !record.responses.contains(previous) {
      return .failure(
        400, code: "previous_response_not_found", message: "No response \(previous) is known here.")
    }
    records[name]?.responses.insert(visit.responseID)
    if body?["generate"] == false { return EventStream.warmUp(id: visit.responseID) }
    records[name]?.spendTurn(at: visit.now)
    log.counters.turns[name, default: 0] += 1
    var answer =
      UserText.isCompaction(body)
      ? EventStream.compaction(id: visit.responseID)
      : EventStream.reply(
        Self.replyText(record.account, body: body), id: visit.responseID, shape: shape)
    if visit.request.method == "WS", let record = records[name] {
      answer.body.insert(EventStream.limits(record, at: visit.now), at: 0)
    }
    answer.headers += records[name]?.fields(at: visit.now) ?? []
    answer.headers.append(HTTPField("x-codex-turn-state", Self.turnState(of: name)))
    return answer
  }

  private static func replyText(_ account: StandinAccount, body: StandinJSON?) -> String {
    if let reply = account.reply { return reply }
    if let text = UserText.last(in: body) { return "echo: " + text }
    // A compressed body is not read.
    return "answered by \(account.name)"
  }

  private static func turnState(of name: String) -> String { "turn-of-" + name }

  static func usageLimit(_ record: AccountRecord, resetsAt: Date, now: Date) -> StandinAnswer {
    let error: StandinJSON = [
      "type": "usage_limit_reached", "message": "The usage limit has been reached",
      "plan_type": .string(record.account.plan),
      "resets_at": .integer(Int(resetsAt.timeIntervalSince1970)),
      "resets_in_seconds": .integer(max(0, Int(resetsAt.timeIntervalSince(now)))),
    ]
    return .json(["error": error], status: 429, headers: record.fields(at: now))
  }
}

// MARK: - Fixed answers

extension StandinState {
  static func answer(to refusal: TokenBook.Refusal) -> StandinAnswer {
    let code =
      switch refusal {
      case .expired: "token_expired"
      case .unknown, .revoked, .reused, .dead: "token_invalidated"
      }
    return .failure(
      401, code: code,
      message: "Your authentication token has been invalidated. Please try signing in again.")
  }

  private static func accountsCheck(_ account: StandinAccount) -> StandinAnswer {
    let entry: StandinJSON = [
      "id": .string(account.accountID), "plan_type": .string(account.plan),
      "workspace_backend_origin": .string(account.workspaceOrigin),
      "account_routing_override": .string(account.routingOverride),
      "structure": account.plan == "team" ? "workspace" : "personal", "name": .null,
    ]
    return .json([
      "accounts": [entry], "account_ordering": [.string(account.accountID)],
      "default_account_id": .string(account.accountID),
    ])
  }

  /// Whose a personal access token is.
  private static func whoAmI(_ account: StandinAccount) -> StandinAnswer {
    .json([
      "email": .string(account.email), "chatgpt_user_id": .string(account.userID),
      "chatgpt_account_id": .string(account.accountID),
      "chatgpt_plan_type": .string(account.plan), "chatgpt_account_is_fedramp": false,
    ])
  }

  /// Endpoints that need no bearer, and paths that no one serves.
  private func openAnswer(to visit: Visit) -> StandinAnswer {
    switch visit.endpoint {
    case .plugins:
      visit.request.path.hasSuffix("/featured")
        ? .json([])
        : .json([
          "enabled": false, "plugins": [], "marketplaces": [],
          "pagination": ["next_page_token": nil],
        ])
    case .mcp: ToolServer.answer(to: visit.request)
    case .analytics: .json([:], status: 202)
    case .usage, .accountsCheck, .settings, .configBundle, .resetCredits, .consumeResetCredit,
      .securitySetup, .models, .responses, .compact, .token, .revoke, .deviceUserCode, .deviceToken,
      .devicePage, .authorize, .whoAmI, .admin, .unknown:
      .failure(404, code: "not_found", message: "Nothing is served here.")
    }
  }
}
