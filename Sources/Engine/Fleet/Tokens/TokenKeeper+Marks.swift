package import EngineCore

/// The mark of a dead sign-in, which every process sees.
extension TokenKeeper {
  /// Why the session on disk is known to be dead, one clause; nil if nothing says so. Asks nobody.
  package func knownEnd(of account: Account) async -> String? {
    guard let file = try? await session(of: account), isMarkedExpired(account, for: file) else {
      return nil
    }
    return condition(of: account).expiredReason ?? "the server refused it"
  }

  /// Whether exactly this session is known to be dead.
  func isMarkedExpired(_ account: Account, for file: AuthFile) -> Bool {
    let condition = condition(of: account)
    return condition.isExpired && condition.expiredCredential != nil
      && condition.expiredCredential == file.credentialFingerprint
  }

  /// Marks the account, and tells it once for each session.
  func markExpired(_ account: Account, reason: String, credential: String?) {
    let known = condition(of: account)
    if known.isExpired && known.expiredCredential == credential { return }
    let now = surroundings.time.now()
    change(account) { condition in
      condition.expiredSince = now
      condition.expiredReason = reason
      condition.expiredCredential = credential
    }
    record(.accountExpired, account, "The session of \(account.label) has expired: \(reason).")
  }

  /// Takes the mark away if it was for another session than the one on disk.
  func clearMark(of account: Account, unlessFor file: AuthFile) {
    let known = condition(of: account)
    guard known.isExpired, let dead = known.expiredCredential,
      let live = file.credentialFingerprint, dead != live
    else { return }
    change(account) { condition in
      // Looked at again inside the transaction: another process may have marked the new session.
      guard condition.expiredCredential == dead else { return }
      condition.expiredSince = nil
      condition.expiredReason = nil
      condition.expiredCredential = nil
    }
    record(.tokenAdopted, account, "A newer session of \(account.label) was found on disk.")
  }

  func record(_ kind: EngineEvent.Kind, _ account: Account, _ message: String) {
    surroundings.events.record(
      EngineEvent(at: surroundings.time.now(), kind: kind, about: account, message: message))
  }

  private func condition(of account: Account) -> AccountCondition {
    do {
      return try surroundings.conditions.conditions()[account.id] ?? AccountCondition()
    } catch {
      // Without the store the account counts as unmarked: at worst a dead token is asked once more.
      record(.warning, account, error.message)
      return AccountCondition()
    }
  }

  private func change(_ account: Account, _ body: @Sendable (inout AccountCondition) -> Void) {
    do {
      try surroundings.conditions.updateCondition(of: account.id, body)
    } catch {
      // The caller still gets the truth; only the other processes learn of it later.
      record(.warning, account, error.message)
    }
  }
}
