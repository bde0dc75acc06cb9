import EngineCore

extension AppServer {
  /// A sign-in that has begun.
  struct LoginStart: Hashable, Sendable {
    /// Names it in notifications and for cancelling.
    let id: String
    /// The address to open.
    let link: String
    /// The code to enter there; nil for the browser flow.
    let code: String?
  }

  /// Whose sign-in the server uses.
  ///
  /// - Parameter refreshing: renew the session first. **This spends a rotation**: only under the
  ///   account's token lock. A dead session then reads as `.none`.
  /// - Returns: The account.
  /// - Throws: `AppServerError`.
  func account(refreshing: Bool) async throws(AppServerError) -> AppServerAccount {
    let answer = try await request("account/read", ["refreshToken": .bool(refreshing)])
    guard let account = AppServerAccount(answer) else { throw .unreadable(method: "account/read") }
    return account
  }

  /// The quota as codex reads it. A token that has ended is renewed by codex first, which **spends a
  /// rotation**: only under the account's token lock, or with a token that has time left.
  func quota() async throws(AppServerError) -> QuotaReading {
    let method = "account/rateLimits/read"
    let answer = try await request(method)
    guard let reading = QuotaReading(rateLimits: answer, at: time.now()) else {
      throw .unreadable(method: method)
    }
    return reading
  }

  /// Begins a sign-in in the browser of this machine (`chatgpt`) or by a code (`chatgptDeviceCode`).
  func startLogin(type: String) async throws(AppServerError) -> LoginStart {
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
  func cancelLogin(_ login: LoginStart) async throws(AppServerError) {
    _ = try await request(
      "account/login/cancel", ["loginId": .string(login.id)], limit: .seconds(3))
  }
}

extension AppServer {
  /// Deletes a conversation for good, with its file, its row and the conversations that it started as
  /// helpers of its own.
  ///
  /// - Throws: `AppServerError`, also for a version that cannot.
  func deleteThread(_ id: String) async throws(AppServerError) {
    _ = try await request("thread/delete", ["threadId": .string(id)])
  }
}

/// Whose sign-in an app-server uses.
enum AppServerAccount: Hashable, Sendable {
  /// None, or one that is dead.
  case none
  /// An API key.
  case apiKey
  /// A ChatGPT session.
  case chatGPT(email: String?, plan: Plan?)
  /// Another kind, by codex's name.
  case other(String)

  /// Reads the answer of `account/read`; nil if it has another form.
  init?(_ answer: JSONValue) {
    guard let account = answer["account"] else { return nil }
    if account.isNull {
      self = .none
      return
    }
    guard let type = account["type"]?.text else { return nil }
    switch type {
    case "apiKey": self = .apiKey
    case "chatgpt":
      let email = account["email"]?.text.map { PrintableText.shortened($0, to: 320) }
      self = .chatGPT(email: email, plan: account["planType"]?.text.map { Plan($0) })
    default: self = .other(PrintableText.shortened(type, to: 40))
    }
  }
}

extension QuotaReading {
  /// Reads the answer of `account/rateLimits/read`; nil if it holds no limits. Windows without a length
  /// are left out: nothing could name them.
  init?(rateLimits answer: JSONValue, at now: Date) {
    guard let main = answer["rateLimits"], main.members != nil else { return nil }
    let mainID = main["limitId"]?.text ?? "codex"
    let extras = (answer["rateLimitsByLimitId"]?.members ?? []).filter { $0.name != mainID }
    let windows = Self.windows(main)
    let reached = main["rateLimitReachedType"]?.text
    self.init(
      readAt: now, source: .appServer, plan: main["planType"]?.text.flatMap { Plan(named: $0) },
      isAllowed: answer["ordinaryUsageAllowed"]?.boolean,
      // Older versions do not have the word at all; null in newer ones says that none is reached.
      isLimitReached: main["rateLimitReachedType"].map { !$0.isNull }, windows: windows,
      extraLimits: extras.compactMap { Self.limit($0) }, credits: Self.credits(main["credits"]),
      bankedResets: answer["rateLimitResetCredits"]?["availableCount"]?.integer,
      bankedResetsEnd: BankedResetEnds.ends(in: answer["rateLimitResetCredits"]?["credits"]),
      reachedType: reached.map { PrintableText.shortened($0, to: 60) })
  }

  private static func limit(_ member: JSONValue.Member) -> NamedLimit? {
    let windows = windows(member.value)
    guard !windows.isEmpty else { return nil }
    let name = member.value["limitName"]?.text ?? member.name
    return NamedLimit(
      name: PrintableText.shortened(name, to: 60),
      windows: windows.sorted { $0.lengthSeconds < $1.lengthSeconds })
  }

  private static func windows(_ limit: JSONValue) -> [QuotaWindow] {
    [limit["primary"], limit["secondary"]].compactMap { window in
      guard let window, let used = window["usedPercent"]?.double, used.isFinite,
        let minutes = window["windowDurationMins"]?.double, (1...10_000_000).contains(minutes)
      else { return nil }
      let reset = window["resetsAt"]?.double.flatMap { seconds in
        (0..<1e11).contains(seconds) ? Date(timeIntervalSince1970: seconds) : nil
      }
      return QuotaWindow(
        lengthSeconds: Int(minutes * 60), usedPercent: used, resetsAt: reset)
    }
  }

  private static func credits(_ value: JSONValue?) -> Credits? {
    guard let value, let has = value["hasCredits"]?.boolean else { return nil }
    return Credits(
      hasCredits: has, isUnlimited: value["unlimited"]?.boolean ?? false,
      balance: value["balance"]?.text.map { PrintableText.shortened($0, to: 40) })
  }
}

/// When banked resets end, from the list of them that the backend and codex's app-server give.
enum BankedResetEnds {
  /// At most so many are kept.
  private static let count = 32

  /// The ends of those that wait to be used, soonest first. Entries without an end never end, and are left
  /// out like what makes no sense.
  ///
  /// - Parameter credits: the list: `expires_at` or `expiresAt` is a moment in RFC 3339, or in seconds since
  ///   1970; `status` is `available` for what waits.
  /// - Returns: The ends, nil if there is no list.
  static func ends(in credits: JSONValue?) -> [Date]? {
    guard let credits = credits?.elements else { return nil }
    let waiting = credits.filter { ($0["status"]?.text ?? "available") == "available" }
    let ends = waiting.compactMap { moment($0["expires_at"] ?? $0["expiresAt"]) }
    return Array(ends.sorted().prefix(count))
  }

  private static func moment(_ value: JSONValue?) -> Date? {
    if let text = value?.text, let date = RefreshStamp.date(text) { return date }
    guard let number = value?.looseNumber, number > 0, number < 1e11 else { return nil }
    return Date(timeIntervalSince1970: number)
  }
}
