package import EngineCore

extension TokenKeeper {
  /// Keeps an account's token ahead of its end while a codex process lives in its home, so that codex
  /// never has to renew it: until the task is cancelled.
  ///
  /// It wakes 15 minutes before the end, every minute at least (a machine may sleep), and every 5 s for
  /// tokens that live shorter than that. Failures are in the event log; the next round tries again.
  package nonisolated func keepAhead(of account: Account) async {
    while !Task.isCancelled {
      let pause = await round(account)
      do {
        try await surroundings.time.sleep(for: .seconds(pause))
      } catch {
        return
      }
    }
  }

  /// One look at the token.
  ///
  /// - Returns: Seconds until the next.
  private func round(_ account: Account) async -> Double {
    do throws(CredentialError) {
      _ = try await credentials(for: account)
      return pause(after: try await session(of: account))
    } catch {
      return error.needsSignIn ? 60 : TokenRules.spacingSeconds
    }
  }

  private func pause(after file: AuthFile) -> Double {
    let now = surroundings.time.now()
    guard let end = file.accessTokenExpiresAt else { return 60 }
    let spare = end.timeIntervalSince(now) - TokenRules.leadSeconds
    if spare > 0 { return min(60, spare) }
    let early = TokenRules.pause(after: file.lastRefresh, at: now)
    return early > 0 ? early : TokenRules.spacingSeconds
  }
}
