package import EngineKernel
package import EngineSelector

/// The one door into the engine: every command that the command line and the dashboard may give.
package actor Fleet {
  /// All accounts as they are known now. Waits for the network only when asked to refresh the quota of
  /// every enabled account first, two seconds at most.
  package func snapshot(refresh: Bool = false) async throws -> FleetSnapshot {
    throw FleetError.unknownAccount(label: "", nearest: nil)
  }

  /// The account with a label, without regard to case.
  ///
  /// - Throws: `FleetError.unknownAccount` with the nearest label.
  package func account(labelled label: String) async throws -> Account {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// What automatic choice would take now.
  package func ranking(strategy: Strategy? = nil) async throws -> Ranking {
    throw FleetError.unknownAccount(label: "", nearest: nil)
  }

  /// Creates a sandbox and signs in; nothing is left behind if that fails or is cancelled.
  package func add(
    label: String, method: SignInMethod, isolation: IsolationMode? = nil,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Signs in again in place; the old sign-in stays unless the new one is the same identity.
  package func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Moves the sandbox to the trash with its sign-in.
  package func remove(label: String) async throws -> TrashedAccount {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Signs out at the server as well as it can, then moves the sandbox to the trash.
  ///
  /// - Returns: The trash entry, and what the remote side said if it failed.
  package func logout(label: String) async throws -> (TrashedAccount, remoteFailure: ErrorReport?) {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Gives an account another label.
  package func rename(label: String, to newLabel: String) async throws -> Account {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Switches an account on or off.
  package func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Chooses the default account; nil clears it.
  package func setDefault(label: String?) async throws -> Account? {
    throw FleetError.unknownAccount(label: label ?? "", nearest: nil)
  }

  /// What lies in the trash, newest first.
  package func trash() async throws -> [TrashedAccount] {
    throw FleetError.unknownAccount(label: "", nearest: nil)
  }

  /// Brings an account back, under another label if its own is taken and one is given.
  package func restore(label: String, as newLabel: String?) async throws -> Account {
    throw FleetError.unknownAccount(label: label, nearest: nil)
  }

  /// Revokes and destroys trash entries: the named one, or with nil those older than 30 days.
  ///
  /// - Returns: What was destroyed.
  package func purgeTrash(label: String?) async throws -> [TrashedAccount] {
    throw FleetError.unknownAccount(label: label ?? "", nearest: nil)
  }

  /// Picks an account, runs codex on it in the foreground, and waits for its end.
  package func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome {
    throw FleetError.unknownAccount(label: "", nearest: nil)
  }

  /// Runs that started since a time, newest first.
  package func history(since: Date?, limit: Int) async throws -> [RunRecord] {
    throw FleetError.unknownAccount(label: "", nearest: nil)
  }

  /// Events after a number, oldest first; nil gives the newest `limit`.
  package func events(after number: Int64?, limit: Int) async throws -> [EngineEvent] {
    throw FleetError.unknownAccount(label: "", nearest: nil)
  }
}
