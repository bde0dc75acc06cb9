import EngineCore

/// What has to be in order before codex starts: the sandbox, the token, the shared conversations.
struct RunPreparation: Sendable {
  let surroundings: RunSurroundings
  let order: RunOrder
  let plan: RunPlan
  let voice: RunVoice
  /// Whether a dead session may be offered to be renewed: once for each run.
  let mayOffer: Bool

  /// Does what is missing.
  ///
  /// - Returns: Whether the session was renewed for it.
  /// - Throws: `SandboxError` or `CredentialError`: codex could not work. What codex may get over is said
  ///   and not thrown.
  func prepare() async throws -> Bool {
    // The pool's home was prepared by what started the proxy, which also looks after the tokens.
    guard !plan.isRotated else {
      if order.sharesHistory { try await setUpHistory() }
      return false
    }
    let findings = try await surroundings.sandboxes.prepare(
      .account(order.account.key), mode: order.mode, sharesHistory: order.sharesHistory)
    for finding in findings where finding.isNoteworthy { await voice.say(finding.message) }
    if findings.contains(where: \.isMoved) { await voice.say(SandboxFinding.movedNotice) }
    // The token comes first: a codex that finds it old would renew it by itself.
    let isRenewed = try await freshenToken()
    if order.sharesHistory { try await setUpHistory() }
    return isRenewed
  }

  /// Many first runs at once lose conversations from the list; one codex alone sets it up beforehand.
  private func setUpHistory() async throws {
    do {
      try await surroundings.history.initialise(for: plan.codexVersion) {
        let home = CodexHome(
          binary: order.binary, folder: plan.use.folder.codexHome,
          environment: plan.command.environment, flags: plan.flags)
        let server = try await AppServer.start(
          home, runner: surroundings.runner, time: surroundings.time)
        await server.close()
        try surroundings.history.rewriteRows(of: plan.use.folder)
      }
      try surroundings.history.followMove()
    } catch {
      try Task.checkCancellation()
      // Only the list is at stake, and the next run tries again: no reason to refuse this one.
      let detail = (error as? any EngineError)?.message ?? "\(error)"
      await warn("The shared conversations could not be set up: \(detail)")
    }
  }

  /// Whether the session had to be renewed by the person.
  private func freshenToken() async throws -> Bool {
    // Codex would only find out what is known already, some seconds later.
    if let known = await knownEnd() { return try await renew(known) }
    do {
      _ = try await surroundings.tokens.credentials(for: order.account)
    } catch {
      switch error {
      case .missing, .expired: return try await renew(error)
      case .unreadable, .denied, .cancelled: throw error
      // Codex signs its requests itself.
      case .codexOnly: break
      // The old token may have time left, and codex tries for itself.
      case .busy, .unavailable, .notStored: await warn(error.message)
      }
    }
    return false
  }

  private func renew(_ error: CredentialError) async throws -> Bool {
    guard mayOffer, try await voice.renew(order.account, error.clause) else { throw error }
    if let known = await knownEnd() { throw known }
    _ = try await surroundings.tokens.credentials(for: order.account)
    return true
  }

  private func knownEnd() async -> CredentialError? {
    let reason = await surroundings.tokens.knownEnd(of: order.account)
    return reason.map { .expired(label: order.account.label.text, reason: $0) }
  }

  private func warn(_ message: String) async {
    await voice.say(message)
    surroundings.events.record(
      EngineEvent(
        at: surroundings.time.now(), kind: .warning, about: order.account, message: message))
  }
}

extension CredentialError {
  /// The reason for people, without a full stop.
  fileprivate var clause: String {
    if case .expired(_, let reason) = self { reason } else { "it is not signed in" }
  }
}

/// A run that is refused before codex starts.
enum RunError: EngineError, Hashable {
  /// The root is in a temporary folder.
  case temporaryRoot(FilePath, temporary: FilePath)
  /// Codex's own sign-in or logout was asked for; `replacement` is swop's command for it.
  case signInCommand(replacement: String, label: String)
  /// This codex would damage conversations that are shared with newer ones.
  case damagesHistory(version: String)
  /// The run is inside of too many others; `chain` is the codex that each of them started.
  case tooDeep(chain: [String])
  /// The sandbox went away while the run was being prepared.
  case sandboxGone(label: String)

  var code: String {
    switch self {
    case .temporaryRoot: "root_is_temporary"
    case .signInCommand: "sign_in_command"
    case .damagesHistory: "codex_too_old"
    case .tooDeep: "runs_nested"
    case .sandboxGone: "sandbox_missing"
    }
  }

  var message: String {
    switch self {
    case .temporaryRoot(let root, let temporary):
      "Runs are refused while SWOP_ROOT (\(Self.shown(root))) is under the temporary folder "
        + "\(Self.shown(temporary)): codex creates no lock there, so swop cannot see that it is running."
    case .signInCommand(let replacement, let label):
      "codex's own \(replacement == "relogin" ? "login" : "logout") would end the session of \(label) "
        + "behind swop's back."
    case .damagesHistory(let version):
      "codex \(version) would damage the conversations that it shares with newer versions."
    case .tooDeep(let chain):
      "swop started itself through codex \(RunDepth.limit) times: "
        + chain.map { PrintableText.shortened($0, to: 120) }.joined(separator: " → ") + "."
    case .sandboxGone(let label): "\(label) was removed while the run was being prepared."
    }
  }

  var remedy: String? {
    switch self {
    case .temporaryRoot: "Put it elsewhere: export SWOP_ROOT=~/.swop"
    case .signInCommand(let replacement, let label):
      "Let swop do it: swop \(replacement) \(ShellWord.quoted(label))"
    case .damagesHistory: "Update codex: swop binary update"
    case .tooDeep: "Make SWOP_CODEX_BIN or codex.path name codex itself: swop binary path --all"
    case .sandboxGone: "See what there is: swop status"
    }
  }

  var outcome: FailureOutcome {
    switch self {
    case .signInCommand: .usage
    case .damagesHistory: .codexUnusable
    case .temporaryRoot, .tooDeep, .sandboxGone: .failed
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }
}
