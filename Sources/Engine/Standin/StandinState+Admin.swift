import EngineCore

// What tests ask of the stand-in itself, under /standin/; docs/standin.md tells how.

extension StandinState {
  /// The answer to an admin request.
  mutating func administer(_ request: StandinRequest, at wallTime: Date) -> StandinAnswer {
    let parts = request.path.split(separator: "/").dropFirst().map(String.init)
    let body = request.json ?? [:]
    do {
      let answer =
        switch parts.first {
        case "accounts": try administerAccounts(request.method, parts, body, at: wallTime)
        case "device": decideDevice(request.method, parts, body)
        case "settings": try administerSettings(request.method, body)
        default: administerLog(request, parts)
        }
      return answer ?? .failure(404, code: "not_found", message: "No such admin request.")
    } catch {
      return .failure(400, code: "unreadable", message: "The body does not fit: \(error)")
    }
  }

  private mutating func administerAccounts(
    _ method: String, _ parts: [String], _ body: StandinJSON, at wallTime: Date
  ) throws -> StandinAnswer? {
    switch (method, parts.count) {
    case ("GET", 1): return .json(.array(accountNames.compactMap { overview($0, at: wallTime) }))
    case ("POST", 1):
      let account = try body.decoded(as: StandinAccount.self)
      add(account, at: wallTime)
      return overview(account.name, at: wallTime).map { .json($0, status: 201) }
    case ("GET", 2): return overview(parts[1], at: wallTime).map { .json($0) }
    case ("DELETE", 2): return remove(parts[1]) ? StandinAnswer(204) : nil
    case (_, 3):
      return try administer(account: parts[1], parts[2], method, body, at: wallTime)
    default: return nil
    }
  }

  private mutating func administer(
    account name: String, _ aspect: String, _ method: String, _ body: StandinJSON, at wallTime: Date
  ) throws -> StandinAnswer? {
    // `*` is the script of every account.
    let scripted = name == "*" ? nil : name
    switch (method, aspect) {
    case ("POST", "behaviours"):
      let lines =
        body.array == nil
        ? [try body.decoded(as: Behaviour.self)] : try body.decoded(as: [Behaviour].self)
      return lines.allSatisfy({ script($0, for: scripted) }) ? StandinAnswer(204) : nil
    case ("DELETE", "behaviours"): return clearScript(for: scripted) ? StandinAnswer(204) : nil
    case ("POST", "sign-in"):
      let lifetime = body["lifetime_seconds"]?.integer.map { Double($0) }
      return signIn(name, lifetimeSeconds: lifetime, at: wallTime).map(\.authFileAnswer)
    case ("POST", "access-token"):
      return accessToken(of: name).map { .json(["token": .string($0.reveal())]) }
    case ("POST", "sign-out"):
      guard records[name] != nil else { return nil }
      signOut(name, code: body["code"]?.string ?? "refresh_token_invalidated")
      return StandinAnswer(204)
    case ("POST", "revoke-bearers"):
      guard records[name] != nil else { return nil }
      revokeBearers(of: name)
      return StandinAnswer(204)
    default: return nil
    }
  }

  private mutating func decideDevice(
    _ method: String, _ parts: [String], _ body: StandinJSON
  ) -> StandinAnswer? {
    if method == "GET", parts.count == 1 {
      return .json(
        .array(
          signIns.devices.map {
            ["user_code": .string($0.userCode), "polls": .integer($0.polls)]
          }))
    }
    guard method == "POST", parts.count == 2 else { return nil }
    let approver = body["account"]?.string ?? settings.approver ?? accountNames.first
    let decision: SignInBook.Decision
    switch (body["decision"]?.string, approver) {
    case ("deny", _): decision = .denied
    case ("approve", let name?) where records[name] != nil: decision = .approved(account: name)
    default: return nil
    }
    return signIns.decide(parts[1], decision) ? StandinAnswer(204) : nil
  }

  private mutating func administerSettings(
    _ method: String, _ body: StandinJSON
  ) throws -> StandinAnswer? {
    guard method == "POST" || method == "GET" else { return nil }
    if method == "POST", case .object(let changes) = body,
      case .object(let current) = StandinJSON.encoding(settings)
    {
      let merged = StandinJSON.object(current.merging(changes) { $1 })
      settings = try merged.decoded(as: StandinSettings.self)
    }
    return .json(.encoding(settings))
  }

  private mutating func administerLog(
    _ request: StandinRequest, _ parts: [String]
  ) -> StandinAnswer? {
    switch (request.method, parts) {
    case ("GET", ["log"]):
      let after = request.query["after"].flatMap(Int.init) ?? 0
      return .json(.encoding(entries.filter { $0.number > after }))
    case ("DELETE", ["log"]):
      clearLog()
      return StandinAnswer(204)
    case ("GET", ["counters"]): return .json(.encoding(counters))
    case ("POST", ["reset"]):
      reset()
      return StandinAnswer(204)
    default: return nil
    }
  }

  private func overview(_ name: String, at wallTime: Date) -> StandinJSON? {
    guard let record = records[name] else { return nil }
    return [
      "account": .encoding(record.account), "usage": record.usageBody(at: now(at: wallTime)),
      "behaviours": .encoding(record.script),
    ]
  }
}
