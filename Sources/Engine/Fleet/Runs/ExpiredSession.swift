import EngineCore

/// What to do after codex failed, if its session may be the reason. Pure.
package enum ExpiredSession {
  /// What follows from a failed run and a look at its session.
  package enum Verdict: Hashable, Sendable {
    /// Codex's end is the result; the session is not the reason, or nothing says so.
    case passOn
    /// The session is dead: report that beside codex's end.
    case report
    /// The session is dead and nothing was done yet: offer to sign in and run again.
    case offerSignIn
  }

  /// What happened in the run that ended.
  struct Attempt: Hashable, Sendable {
    /// How codex ended.
    var end: ProcessEnd
    /// What was asked of codex.
    var subcommand: CodexSubcommand
    /// Whether the model answered anything: then running again would do work twice.
    var hadTurn: Bool
    /// Whether this was the repetition already, or the session was renewed right before it.
    var isRepetition: Bool
    /// Whether the run could be repeated with the same input.
    var canRepeat: Bool
  }

  /// Whether the session has to be looked at. Every failure of a turn ends codex with 1; other statuses
  /// are usage errors, and a signal is someone's will.
  static func isSuspected(_ end: ProcessEnd, of subcommand: CodexSubcommand) -> Bool {
    end == .exited(1) && subcommand.isConversation
  }

  /// The verdict; `isAlive` is nil if no one looked, or that could not be found out.
  static func verdict(on attempt: Attempt, isAlive: Bool?) -> Verdict {
    guard isSuspected(attempt.end, of: attempt.subcommand), isAlive == false else {
      return .passOn
    }
    if attempt.hadTurn || attempt.isRepetition || !attempt.canRepeat { return .report }
    return .offerSignIn
  }
}

/// Whether the model answered anything in a run, read from the conversations that changed since it
/// began. In doubt the answer is yes: running again must never do work twice.
struct TurnEvidence: Sendable {
  private let files: any FileSystem

  /// Looks at files through `files`.
  init(files: any FileSystem) {
    self.files = files
  }

  /// Whether a turn of `identity` got an answer since `start` in a conversation under `home`.
  ///
  /// Conversations may be shared with other runs: those that another identity began meanwhile do not
  /// count, all others do.
  func hadTurn(in home: FilePath, since start: Date, by identity: Identity) -> Bool {
    // A file's time may be a little coarser than the clock.
    let earliest = start.addingTimeInterval(-2)
    guard let rollouts = try? rollouts(below: home / "sessions", since: earliest) else {
      return true
    }
    return rollouts.contains { path in
      guard let data = try? files.read(path) else { return true }
      return Self.hasAnswer(Array(data), since: start, by: identity)
    }
  }

  /// Whether a rollout holds an answer since a moment that may be by an identity.
  static func hasAnswer(_ rollout: [UInt8], since start: Date, by identity: Identity) -> Bool {
    let stamp = ClockText.stamp(start).prefix(19)
    var isFirst = true
    for line in rollout.split(separator: UInt8(ascii: "\n")) {
      defer { isFirst = false }
      guard let entry = try? JSONReader.value(in: Array(line)) else { continue }
      let isNew = entry["timestamp"]?.text.map { $0.prefix(19) >= stamp } ?? true
      if isFirst, isNew, isForeign(entry, identity) { return false }
      if isNew && isAnswer(entry) { return true }
    }
    return false
  }

  private static func isForeign(_ entry: JSONValue, _ identity: Identity) -> Bool {
    guard entry["type"]?.text == "session_meta",
      case .chatGPT(let accountID, let userID) = identity,
      let creator = entry["payload"]?["creator_account_id"]?.text,
      let user = entry["payload"]?["creator_user_id"]?.text
    else { return false }
    return creator != accountID || user != userID
  }

  /// What the user, the developer and the system said is written down before the server is asked.
  private static func isAnswer(_ entry: JSONValue) -> Bool {
    switch entry["type"]?.text {
    case "response_item":
      !["user", "developer", "system"].contains(entry["payload"]?["role"]?.text)
    case "compacted": true
    default: false
    }
  }

  /// The rollouts that changed, three levels of folders deep: year, month, day.
  private func rollouts(
    below folder: FilePath, since earliest: Date, depth: Int = 3
  ) throws(FileError) -> [FilePath] {
    guard let folder = try? files.resolve(folder) else { return [] }
    var found: [FilePath] = []
    for name in try files.list(folder) {
      guard let status = try files.status(folder / name) else { continue }
      if status.kind == .folder, depth > 0 {
        found += try rollouts(below: folder / name, since: earliest, depth: depth - 1)
      } else if status.kind == .file, isOpenRollout(name), status.modifiedAt >= earliest {
        found.append(folder / name)
      }
    }
    return found
  }

  /// Codex compresses conversations that rest; whatever goes on is plain text.
  private func isOpenRollout(_ name: String) -> Bool {
    name.hasPrefix("rollout-") && name.hasSuffix(".jsonl")
  }
}
