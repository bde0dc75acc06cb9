package import EngineCore

/// The rate-limit headers of an answer: two windows of the main limit, and the same family once more
/// for each other limit, `x-codex-<limit>-primary-…`.
enum RateLimitHeaders {
  private static let prefix = "x-codex-"
  private static let positions = ["primary", "secondary"]
  /// At most so many limits beside the main one are kept.
  private static let extraLimitCount = 32

  /// The reading in the headers of an answer; nil if they name no window.
  ///
  /// - Parameters:
  ///   - headers: The answer's header fields.
  ///   - isServed: Whether the answer serves the request; nil if it says nothing about the account.
  ///   - now: When it arrived.
  /// - Returns: The reading.
  static func reading(
    _ headers: [HTTPField], isServed: Bool?, at now: Date
  ) -> QuotaReading? {
    let fields = Fields(headers)
    let windows = fields.windows(of: nil, at: now)
    guard !windows.isEmpty else { return nil }
    return QuotaReading(
      readAt: now, source: .response, isAllowed: isServed, isLimitReached: isServed.map { !$0 },
      windows: windows, extraLimits: fields.extraLimits(at: now), credits: fields.credits,
      reachedType: fields["rate-limit-reached-type"].map { PrintableText.shortened($0, to: 60) })
  }

  /// When the used-up windows of the limit that is reached have all ended; nil if none is used up, or
  /// an end is unknown.
  static func usedUpReset(_ headers: [HTTPField], at now: Date) -> Date? {
    let fields = Fields(headers)
    let used = fields.windows(of: activeFamily(headers), at: now).filter(\.isUsedUp)
    let ends = used.compactMap { $0.resetsAt.flatMap { ResetTime.valid($0, at: now) } }
    return ends.count == used.count ? ends.max() : nil
  }

  /// The family of the limit that is reached, nil if it is the main one or none is named.
  static func activeFamily(_ headers: [HTTPField]) -> String? {
    guard let name = Fields(headers)["active-limit"]?.lowercased(), !name.isEmpty,
      !["codex", "premium"].contains(name), name.utf8.count <= 60
    else { return nil }
    return PrintableText.sanitized(name)
  }

  /// The fields whose names begin with the prefix, without it.
  private struct Fields {
    private let values: [String: String]

    init(_ headers: [HTTPField]) {
      var values: [String: String] = [:]
      for field in headers {
        let name = field.name.lowercased()
        guard name.hasPrefix(prefix), values[name] == nil else { continue }
        values[name] = field.value
      }
      self.values = values
    }

    subscript(name: String) -> String? { values[prefix + name] }

    /// The windows of a limit. Where a limit is named as a value, it is spelled with underscores and
    /// with the product's name before it; in a header's name it may be neither.
    func windows(of family: String?, at now: Date) -> [QuotaWindow] {
      let stems =
        family.map { family in
          let bare = family.hasPrefix("codex_") ? String(family.dropFirst(6)) : family
          return [family, bare, String(bare.map { $0 == "_" ? "-" : $0 })].map { $0 + "-" }
        } ?? [""]
      for stem in stems {
        let windows = positions.compactMap { window(stem + $0, at: now) }
        if !windows.isEmpty { return windows }
      }
      return []
    }

    /// A window, nil without a length, which names it, or a used percentage, which no one may guess.
    private func window(_ name: String, at now: Date) -> QuotaWindow? {
      guard let used = number(name + "-used-percent"),
        let minutes = number(name + "-window-minutes"), minutes > 0
      else { return nil }
      let seconds = Int(min(minutes * 60, 1e9).rounded())
      let reset = number(name + "-reset-at").flatMap { ResetTime.moment($0, at: now) }
      return QuotaWindow(lengthSeconds: seconds, usedPercent: used, resetsAt: reset)
    }

    func extraLimits(at now: Date) -> [NamedLimit] {
      let ending = "-primary-used-percent"
      let families = values.keys.filter { $0.hasSuffix(ending) }.sorted().map {
        String($0.dropFirst(prefix.count).dropLast(ending.count))
      }
      return families.prefix(extraLimitCount).compactMap { family in
        let used = windows(of: family, at: now).filter { $0.usedPercent > 0 }
        let name = PrintableText.shortened(self[family + "-limit-name"] ?? family, to: 60)
        return used.isEmpty || name.isEmpty ? nil : NamedLimit(name: name, windows: used)
      }
    }

    var credits: Credits? {
      guard let hasCredits = truth("credits-has-credits") else { return nil }
      return Credits(
        hasCredits: hasCredits, isUnlimited: truth("credits-unlimited") ?? false,
        balance: self["credits-balance"].map { PrintableText.shortened($0, to: 40) })
    }

    private func number(_ name: String) -> Double? {
      guard let text = self[name], let number = Double(text.filter { $0 != " " && $0 != "%" }),
        number.isFinite
      else { return nil }
      return number
    }

    private func truth(_ name: String) -> Bool? {
      switch self[name]?.lowercased() {
      case "true"?, "1"?: true
      case "false"?, "0"?: false
      case .some, nil: nil
      }
    }
  }
}

/// The event `codex.rate_limits`, which tells of the account's windows inside a stream.
package enum RateLimitEvent {
  /// The event's name.
  static let type = "codex.rate_limits"

  /// The reading in an event's JSON; nil if it is another event or names no window. An event arrives
  /// only while the account is served, unless it says otherwise.
  static func reading(in data: ArraySlice<UInt8>, at now: Date) -> QuotaReading? {
    guard let event = try? JSONReader.value(in: Array(data)), event["type"]?.text == type else {
      return nil
    }
    let limits = event["rate_limits"]
    let windows = ["primary", "secondary"].compactMap { name in
      limits?[name].flatMap { window($0, at: now) }
    }
    guard !windows.isEmpty else { return nil }
    let isReached = limits?["limit_reached"]?.looseBoolean ?? false
    return QuotaReading(
      readAt: now, source: .response, plan: event["plan_type"]?.text.flatMap { Plan(named: $0) },
      isAllowed: limits?["allowed"]?.looseBoolean ?? !isReached, isLimitReached: isReached,
      windows: windows, credits: credits(event["credits"]))
  }

  private static func window(_ value: JSONValue, at now: Date) -> QuotaWindow? {
    guard let used = value["used_percent"]?.looseNumber,
      let minutes = value["window_minutes"]?.looseNumber, minutes > 0
    else { return nil }
    let reset = value["reset_at"] ?? value["resets_at"]
    return QuotaWindow(
      lengthSeconds: Int(min(minutes * 60, 1e9).rounded()), usedPercent: used,
      resetsAt: reset?.looseNumber.flatMap { ResetTime.moment($0, at: now) })
  }

  private static func credits(_ value: JSONValue?) -> Credits? {
    guard let value, let hasCredits = value["has_credits"]?.looseBoolean else { return nil }
    return Credits(
      hasCredits: hasCredits, isUnlimited: value["unlimited"]?.looseBoolean ?? false,
      balance: value["balance"]?.text.map { PrintableText.shortened($0, to: 40) })
  }
}

extension QuotaReading {
  /// This reading of a response, with what a response never says taken from an older one: the plan,
  /// windows it did not name, banked resets.
  package func completed(by older: QuotaReading?) -> QuotaReading {
    guard let older, older.readAt <= readAt else { return self }
    let named = Set(windows.map(\.lengthSeconds))
    let missing = older.at(readAt).windows.filter { !named.contains($0.lengthSeconds) }
    let extraNames = Set(extraLimits.map(\.name))
    return QuotaReading(
      readAt: readAt, source: source, plan: plan ?? older.plan,
      isAllowed: isAllowed ?? older.isAllowed,
      isLimitReached: isLimitReached ?? older.isLimitReached,
      windows: windows + missing,
      extraLimits: extraLimits + older.extraLimits.filter { !extraNames.contains($0.name) },
      credits: credits ?? older.credits, bankedResets: bankedResets ?? older.bankedResets,
      bankedResetsEnd: bankedResetsEnd ?? older.bankedResetsEnd, reachedType: reachedType)
  }
}

/// When a server says that a limit ends, believed only as far as it makes sense.
enum ResetTime {
  /// Nothing is believed beyond this: 31 days, in seconds.
  static let longest = Refusal.longestSeconds

  /// A moment ahead of `now`; nil for one that has passed or is further away than any window lasts: that one
  /// is not known.
  static func valid(_ date: Date, at now: Date) -> Date? {
    date > now && date <= now + longest ? date : nil
  }

  /// A moment given in seconds since 1970, or in milliseconds.
  static func moment(_ number: Double, at now: Date) -> Date? {
    valid(Date(timeIntervalSince1970: number > 1e11 ? number / 1_000 : number), at: now)
  }

  /// A moment given in seconds from `now`.
  static func countdown(_ seconds: Double, at now: Date) -> Date? {
    seconds > 0 && seconds <= longest ? now + seconds : nil
  }

  /// The moment that a `Retry-After` names, in seconds or as a date.
  static func retryAfter(_ headers: [HTTPField], at now: Date) -> Date? {
    guard let value = headers.value(of: "retry-after") else { return nil }
    if let seconds = Double(value) { return countdown(seconds, at: now) }
    return HTTPDate.moment(value).flatMap { valid($0, at: now) }
  }

  /// The moment a usage limit ends. The error names its own end; the windows that the headers show as
  /// used up come next, then the general `Retry-After`.
  static func usageLimit(_ detail: ErrorDetail, headers: [HTTPField], at now: Date) -> Date? {
    detail.resetsAt.flatMap { moment($0, at: now) }
      ?? detail.resetsInSeconds.flatMap { countdown($0, at: now) }
      ?? RateLimitHeaders.usedUpReset(headers, at: now)
      ?? retryAfter(headers, at: now)
  }
}
