import EngineCore

/// The body of `wham/usage`, read as tolerantly as it can be without guessing: whatever is missing or
/// makes no sense is left out, and only a body that says nothing at all is refused.
struct UsageBody {
  /// Why a body cannot be read: a clause without anything from the body.
  struct Fault: Error, Hashable {
    /// The clause.
    let detail: String
  }

  /// At most so many limits beside the main one are kept.
  private static let extraLimitCount = 32
  /// Resets further away than this are not resets: 400 days, in seconds.
  private static let furthestReset: Double = 400 * 86_400

  private let body: JSONValue
  private let now: Date

  /// The reading in a body that arrived at `now`.
  ///
  /// - Throws: `Fault` when the body says nothing about an account's quota.
  static func reading(in data: Data, at now: Date) throws(Fault) -> QuotaReading {
    let value: JSONValue
    do {
      value = try JSONReader.value(in: Array(data))
    } catch {
      throw Fault(detail: "it is not JSON")
    }
    guard value.members != nil else { throw Fault(detail: "it is not a JSON object") }
    let names = ["rate_limit", "plan_type", "credits", "additional_rate_limits"]
    guard names.contains(where: { value[$0] != nil }) else {
      throw Fault(detail: "it names neither a plan nor a limit")
    }
    return UsageBody(body: value, now: now).reading
  }

  private var reading: QuotaReading {
    let limit = body["rate_limit"]
    let reached = body["rate_limit_reached_type"]
    return QuotaReading(
      readAt: now, source: .usage, plan: body["plan_type"]?.text.flatMap { Plan(named: $0) },
      isAllowed: limit?["allowed"]?.looseBoolean,
      isLimitReached: limit?["limit_reached"]?.looseBoolean,
      windows: windows(of: limit), extraLimits: extraLimits, credits: credits,
      bankedResets: bankedResets,
      bankedResetsEnd: BankedResetEnds.ends(in: body["rate_limit_reset_credits"]?["credits"]),
      reachedType: (reached?.text ?? reached?["type"]?.text).map {
        PrintableText.shortened($0, to: 60)
      })
  }

  /// The windows of a limit: whatever it calls them, they are told apart by their length. Of two with
  /// one length, the one with less left counts.
  private func windows(of limit: JSONValue?) -> [QuotaWindow] {
    var byLength: [Int: QuotaWindow] = [:]
    for member in limit?.members ?? [] where member.name.hasSuffix("_window") {
      guard let window = window(member.value) else { continue }
      let other = byLength[window.lengthSeconds]
      if other.map({ $0.usedPercent < window.usedPercent }) ?? true {
        byLength[window.lengthSeconds] = window
      }
    }
    return byLength.values.sorted { $0.lengthSeconds < $1.lengthSeconds }
  }

  /// A window, nil without a length, which names it, or a used percentage, which no one may guess.
  private func window(_ value: JSONValue) -> QuotaWindow? {
    let minutes = value["window_minutes"]?.looseNumber.map { $0 * 60 }
    guard let length = value["limit_window_seconds"]?.looseNumber ?? minutes, length >= 1,
      let used = value["used_percent"]?.looseNumber
    else { return nil }
    return QuotaWindow(
      lengthSeconds: Int(min(length, 1e9).rounded()), usedPercent: used, resetsAt: reset(value))
  }

  /// The moment of a reset; the countdown counts where the moment is missing or already past.
  private func reset(_ value: JSONValue) -> Date? {
    let moment = value["reset_at"]?.looseNumber.flatMap { date($0) }
    if let moment, moment > now { return moment }
    let countdown = value["reset_after_seconds"]?.looseNumber
    guard let countdown, countdown > 0, countdown <= Self.furthestReset else { return moment }
    return now + countdown
  }

  /// A moment given in seconds since 1970, or in milliseconds; nil if it is nowhere near now.
  private func date(_ number: Double) -> Date? {
    let seconds = number > 1e11 ? number / 1_000 : number
    let date = Date(timeIntervalSince1970: seconds)
    return abs(date.timeIntervalSince(now)) <= Self.furthestReset ? date : nil
  }

  /// Limits beside the main one. Windows of which nothing was used are left out: most accounts have
  /// several that they will never touch.
  private var extraLimits: [NamedLimit] {
    let additional = (body["additional_rate_limits"]?.elements ?? []).map { entry in
      (entry["limit_name"]?.text ?? entry["metered_feature"]?.text ?? "", entry["rate_limit"])
    }
    let codeReview = ("code review", body["code_review_rate_limit"])
    let limits = (additional + [codeReview]).compactMap { name, limit -> NamedLimit? in
      let used = windows(of: limit).filter { $0.usedPercent > 0 }
      let shown = PrintableText.shortened(name, to: 60)
      return used.isEmpty || shown.isEmpty ? nil : NamedLimit(name: shown, windows: used)
    }
    return Array(limits.prefix(Self.extraLimitCount))
  }

  private var credits: Credits? {
    guard let value = body["credits"], value.members != nil else { return nil }
    let balance = value["balance"]
    var digits: String?
    if case .number(let text)? = balance { digits = text }
    return Credits(
      hasCredits: value["has_credits"]?.looseBoolean ?? false,
      isUnlimited: value["unlimited"]?.looseBoolean ?? false,
      balance: (balance?.text ?? digits).map { PrintableText.shortened($0, to: 40) })
  }

  private var bankedResets: Int? {
    body["rate_limit_reset_credits"]?["available_count"]?.looseNumber.map {
      Int(min(max($0, 0), 1_000_000))
    }
  }
}
