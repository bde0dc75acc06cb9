import EngineCore

/// An account of the stand-in while it runs: what a test set up, and what has become of it.
struct AccountRecord: Sendable {
  /// What was set up, with later changes.
  var account: StandinAccount
  /// The main windows as they stand.
  private(set) var windows: [LiveWindow]
  /// The windows of the limits beside the main one, in the order of `account.extraLimits`.
  private(set) var extraWindows: [[LiveWindow]]
  /// What its endpoints do instead of answering normally.
  var script: [Behaviour] = []

  /// The turns it has answered, by the id that a following turn may name.
  var responses: Set<String> = []

  /// The requests that have used a banked reset, by the id they gave themselves.
  private var redemptions: Set<String> = []
  private let addedAt: Date

  /// Sets an account up at `now`.
  init(_ account: StandinAccount, at now: Date) {
    self.account = account
    addedAt = now
    windows = account.windows.map { LiveWindow($0, at: now) }
    extraWindows = account.extraLimits.map { limit in
      limit.windows.map { LiveWindow($0, at: now) }
    }
  }

  var isLimitReached: Bool { account.isLimitReached ?? windows.contains(where: \.isUsedUp) }

  var isAllowed: Bool {
    let paysOn = account.credits.map { $0.hasCredits || $0.isUnlimited } ?? false
    return account.isAllowed ?? (!isLimitReached || paysOn)
  }

  /// Restarts every window whose period has ended.
  mutating func roll(to now: Date) {
    for index in windows.indices { windows[index].roll(to: now) }
    for limit in extraWindows.indices {
      for index in extraWindows[limit].indices { extraWindows[limit][index].roll(to: now) }
    }
  }

  /// Takes the cost of one turn from the main windows.
  mutating func spendTurn(at now: Date) { spend(account.stepPercent, at: now) }

  /// Takes percent from the main windows.
  mutating func spend(_ percent: Double, at now: Date) {
    for index in windows.indices { windows[index].use(percent, at: now) }
  }

  /// Uses a banked reset: every main window starts over. A request that names itself is served once.
  ///
  /// - Returns: the body of the answer.
  mutating func redeemReset(request: String?, at now: Date) -> StandinJSON {
    let used = windows.count { $0.usedPercent > 0 }
    let banked = account.bankedResets ?? 0
    if let request, redemptions.contains(request) { return Self.redemption("already_redeemed") }
    guard banked > 0 else { return Self.redemption("no_credit") }
    guard used > 0 else { return Self.redemption("nothing_to_reset") }
    account.bankedResets = banked - 1
    if let request { redemptions.insert(request) }
    windows = account.windows.map {
      LiveWindow(StandinWindow(lengthSeconds: $0.lengthSeconds), at: now)
    }
    return Self.redemption("reset", windows: used)
  }

  /// The body of `wham/rate-limit-reset-credits`.
  var resetCreditsBody: StandinJSON {
    let banked = account.bankedResets ?? 0
    let end = account.bankedResetSeconds.map { addedAt.addingTimeInterval($0) }
    let credits = (0..<banked).map { index -> StandinJSON in
      [
        "id": .string("reset-credit-\(index + 1)"), "reset_type": "codex_rate_limits",
        "status": "available", "granted_at": .string(ClockText.stamp(addedAt)),
        "expires_at": end.map { .string(ClockText.stamp($0)) } ?? .null, "title": nil,
        "description": nil,
      ]
    }
    return ["available_count": .integer(banked), "credits": .array(credits)]
  }

  /// When the account can work again: the last reset among the windows that are used up.
  func unblocked(at now: Date) -> Date {
    let resets = windows.filter(\.isUsedUp).map { $0.reset(at: now) }
    return resets.max() ?? windows.map { $0.reset(at: now) }.max() ?? now.addingTimeInterval(3_600)
  }

  /// The body of `wham/usage`.
  func usageBody(at now: Date) -> StandinJSON {
    [
      "user_id": .string(account.userID), "account_id": .string(account.accountID),
      "email": .string(account.email), "plan_type": .string(account.plan),
      "rate_limit": windows.isEmpty
        ? .null
        : limitBody(windows, isAllowed: isAllowed, isReached: isLimitReached, at: now),
      "additional_rate_limits": extraLimitsBody(at: now),
      "code_review_rate_limit": nil,
      "credits": account.credits.map(Self.body) ?? .null,
      "spend_control": nil,
      "rate_limit_reached_type": isLimitReached ? ["type": "rate_limit_reached"] : .null,
      "rate_limit_reset_credits":
        account.bankedResets.map { ["available_count": .integer($0)] } ?? .null,
    ]
  }

  /// The rate-limit header fields of a response.
  func fields(at now: Date) -> [HTTPField] {
    var fields = zip(["primary", "secondary"], windows).flatMap { place, window in
      window.fields(place: place, at: now)
    }
    if let credits = account.credits {
      fields += [
        HTTPField("x-codex-credits-has-credits", "\(credits.hasCredits)"),
        HTTPField("x-codex-credits-unlimited", "\(credits.isUnlimited)"),
      ]
      fields += credits.balance.map { [HTTPField("x-codex-credits-balance", $0)] } ?? []
    }
    if isLimitReached {
      fields.append(HTTPField("x-codex-rate-limit-reached-type", "rate_limit_reached"))
    }
    return fields
  }

  private static func redemption(_ code: StandinJSON, windows: Int = 0) -> StandinJSON {
    ["code": code, "windows_reset": .integer(windows)]
  }

  private static func body(of credits: Credits) -> StandinJSON {
    [
      "has_credits": .bool(credits.hasCredits), "unlimited": .bool(credits.isUnlimited),
      "balance": credits.balance.map { .string($0) } ?? .null,
    ]
  }

  private func extraLimitsBody(at now: Date) -> StandinJSON {
    guard !account.extraLimits.isEmpty else { return .null }
    return .array(
      zip(account.extraLimits, extraWindows).map { limit, windows in
        let isReached = windows.contains(where: \.isUsedUp)
        return [
          "limit_name": .string(limit.name),
          "metered_feature": .string("codex_" + limit.name.lowercased()),
          "rate_limit": limitBody(
            windows, isAllowed: !isReached, isReached: isReached, at: now),
        ]
      })
  }

  private func limitBody(
    _ windows: [LiveWindow], isAllowed: Bool, isReached: Bool, at now: Date
  ) -> StandinJSON {
    [
      "allowed": .bool(isAllowed), "limit_reached": .bool(isReached),
      "primary_window": windows.first?.usageBody(at: now) ?? .null,
      "secondary_window": windows.dropFirst().first?.usageBody(at: now) ?? .null,
    ]
  }
}

/// A quota window as it stands while the stand-in runs.
struct LiveWindow: Hashable, Sendable {
  let lengthSeconds: Int
  private(set) var usedPercent: Double
  /// When the period ends; nil while it has not started.
  private(set) var resetsAt: Date?

  /// Starts a window as a test set it up at `now`.
  init(_ window: StandinWindow, at now: Date) {
    lengthSeconds = window.lengthSeconds
    usedPercent = window.usedPercent
    resetsAt = window.resetsInSeconds.map { now.addingTimeInterval(Double($0)) }
  }

  var isUsedUp: Bool { usedPercent >= 100 }

  /// When the server says the period ends: one that has not started would end a whole length from now.
  func reset(at now: Date) -> Date {
    resetsAt ?? now.addingTimeInterval(Double(lengthSeconds))
  }

  /// Starts over once the period has ended.
  mutating func roll(to now: Date) {
    guard let resetsAt, resetsAt <= now else { return }
    usedPercent = 0
    self.resetsAt = nil
  }

  /// Takes `percent` from the window and starts its period if it has not started.
  mutating func use(_ percent: Double, at now: Date) {
    guard percent != 0 else { return }
    usedPercent = max(0, usedPercent + percent)
    resetsAt = reset(at: now)
  }

  /// The window in the body of `wham/usage`, whose numbers are whole.
  func usageBody(at now: Date) -> StandinJSON {
    let reset = reset(at: now)
    return [
      "used_percent": .integer(Int(usedPercent)),
      "limit_window_seconds": .integer(lengthSeconds),
      "reset_after_seconds": .integer(max(0, Int(reset.timeIntervalSince(now)))),
      "reset_at": .integer(Int(reset.timeIntervalSince1970)),
    ]
  }

  /// The window in a `codex.rate_limits` event.
  func eventBody(at now: Date) -> StandinJSON {
    [
      "used_percent": .number(usedPercent), "window_minutes": .integer(lengthSeconds / 60),
      "reset_at": .integer(Int(reset(at: now).timeIntervalSince1970)),
    ]
  }

  /// The window as header fields of a response; `place` is `primary` or `secondary`.
  func fields(place: String, at now: Date) -> [HTTPField] {
    let stem = "x-codex-\(place)-"
    return [
      HTTPField(stem + "used-percent", "\(usedPercent)"),
      HTTPField(stem + "window-minutes", "\(lengthSeconds / 60)"),
      HTTPField(stem + "reset-at", "\(Int(reset(at: now).timeIntervalSince1970))"),
    ]
  }
}
