import EngineCore
import EngineProxyPolicy

/// What was learned since the last writing.
struct RelayPage {
  /// What is to be said of an account beside its quota.
  enum Condition {
    case blocked(until: Date?, cause: String, at: Date)
    case free
  }

  var readings: [AccountID: QuotaReading] = [:]
  var homes: [String: ConversationHome] = [:]
  var rests: [AccountID: Date] = [:]
  var conditions: [AccountID: Condition] = [:]
  var expired: [AccountID: Account] = [:]
  var runs: [RunID: Account] = [:]
  var events: [EngineEvent] = []
  /// With which credentials accounts were refused last.
  var refused: [AccountID: Credentials] = [:]

  /// Writes everything. A full disk costs the note and never a request; an event says so.
  func write(to surroundings: ProxySurroundings) async {
    do {
      try writeState(surroundings.state, now: surroundings.time.now())
    } catch {
      surroundings.events.record(
        EngineEvent(at: surroundings.time.now(), kind: .warning, message: error.message))
    }
    for event in events { surroundings.events.record(event) }
    for (id, account) in expired {
      guard let credentials = refused[id] else { continue }
      await surroundings.credentials.markDead(account, refused: credentials)
    }
  }

  private func writeState(
    _ state: any ProxySurroundings.State, now: Date
  ) throws(StoreError) {
    if !readings.isEmpty {
      let stored = try state.readings()
      for (account, reading) in readings {
        // An answer names only a part of what a whole reading has.
        try state.store(reading.completed(by: stored[account]?.reading), for: account)
      }
    }
    let known = conditions.isEmpty ? [:] : try state.readings()
    for (account, condition) in conditions {
      try state.updateCondition(of: account) { stored in
        switch condition {
        case .blocked(let until, let cause, let at):
          stored.note(
            Refusal(
              cause: cause, seenAt: at, until: until,
              windows: known[account]?.reading?.windows ?? []))
        case .free: stored.note(nil)
        }
      }
    }
    for (run, account) in runs {
      try state.setAccount(account.id, label: account.label.text, of: run)
    }
    if !homes.isEmpty || !rests.isEmpty {
      try state.keep(Array(homes.values), rests: rests, now: now)
    }
  }
}
