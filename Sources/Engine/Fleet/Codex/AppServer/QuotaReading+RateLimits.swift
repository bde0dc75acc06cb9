package import EngineCore

extension QuotaReading {
  /// Reads the answer of `account/rateLimits/read`; nil if it holds no limits. Windows without a length
  /// are left out: nothing could name them.
  package init?(rateLimits answer: JSONValue, at now: Date) {
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
