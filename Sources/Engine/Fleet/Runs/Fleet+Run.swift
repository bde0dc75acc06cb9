package import EngineCore

extension Fleet {
  /// Picks an account, runs codex on it in the foreground, and waits for its end.
  ///
  /// - Throws: `FleetError` when no account can be used or a sign-in is needed, and what the modules
  ///   throw when codex could not be started.
  package func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome {
    let binary = try await homes.binary(option: request.codexBinary)
    try prepareRoot()
    try await offerToTakeOver(dialogue)
    let wish = request.rotation.resolved(by: configuration.settings)
    let place = RunPlace(
      directory: request.directory ?? configuration.directory, arguments: request.arguments,
      binary: request.codexBinary)
    let pick =
      wish == .refused
      ? try await pick(for: request.choice, at: place)
      : try await rotatedPick(request.choice, at: place)
    for notice in pick.notices { await dialogue.say(notice) }
    var order = RunOrder(
      account: pick.account, reason: pick.reason, binary: binary,
      mode: configuration.mode(of: pick.account), arguments: request.arguments,
      directory: place.directory, inherited: configuration.environment,
      chatGPTBaseURL: configuration.addresses.chatGPTOverride,
      authBaseURL: configuration.addresses.authOverride, canRepeat: request.canRepeat)
    // The note of use is for people; the run goes on if it cannot be stored.
    _ = try? await accounts.noteUse(of: pick.account, at: now)
    let housekeeping = Task(name: "housekeeping") {
      await self.keepHouse(purgesTrash: false)
    }
    self.housekeeping = housekeeping
    defer { housekeeping.cancel() }
    guard let way = try await way(for: wish, &order, at: place, dialogue) else {
      return try await launch(order, dialogue)
    }
    do {
      let outcome = try await launch(order, dialogue)
      await way.close()
      return outcome
    } catch {
      await way.close()
      throw error
    }
  }

  private func launch(
    _ order: RunOrder, _ dialogue: any RunDialogue
  ) async throws -> RunOutcome {
    let launched = try await launcher.run(order, voice: voice(of: dialogue))
    await tellNotices()
    return RunOutcome(
      end: launched.end, account: order.account, run: launched.run, expired: launched.isExpired)
  }

  private var launcher: RunLauncher {
    RunLauncher(
      RunSurroundings(
        runner: configuration.processes, files: configuration.files, time: configuration.time,
        locks: locks, events: recorder, sandboxes: sandboxes, history: sharedHistory,
        tokens: tokens, program: configuration.ownExecutable,
        forced: { await self.ruleBehindLogout(in: $0) }),
      registry: registry)
  }

  /// Makes the folders of the root. On a disk that takes nothing more, what is missing is named where it is
  /// needed; most of the time nothing is.
  private func prepareRoot() throws {
    do {
      try sandboxes.prepareRoot()
    } catch {
      guard case .file(let cause) = error, cause.isRefusalToWrite else { throw error }
    }
  }

  func voice(of dialogue: any RunDialogue) -> RunVoice {
    RunVoice(
      say: { await dialogue.say($0) },
      renew: { account, reason in
        guard let method = await dialogue.signInOffer(to: account, reason: reason) else {
          throw FleetError.signInNeeded(label: account.label.text, reason: reason)
        }
        _ = try await self.relogin(label: account.label.text, method: method) { step in
          await dialogue.show(step)
        }
        return true
      })
  }
}

extension Fleet {
  /// What goes along with whatever is at work for long, the dashboard or a service: house is kept at once and
  /// every hour, notices are told every minute. Ends when the task is cancelled.
  ///
  /// - Parameters:
  ///   - time: the clock.
  ///   - fleet: the engine of the settings that hold at that moment; when there is none, nothing is done.
  package static func accompany(
    _ time: any TimeSource, _ fleet: @escaping @Sendable () async throws -> Fleet
  ) async {
    async let house: Void = again(every: .seconds(3_600), time) {
      try await fleet().keepHouse(purgesTrash: true)
    }
    async let notices: Void = again(every: .seconds(60), time) { try await fleet().tellNotices() }
    _ = await (house, notices)
  }

  private static func again(
    every interval: Duration, _ time: any TimeSource, _ act: @Sendable () async throws -> Void
  ) async {
    repeat {
      try? await act()
    } while (try? await time.sleep(for: interval)) != nil
  }
}

/// What a run has to say and ask before, between and after codex has the terminal.
package protocol RunDialogue: Sendable {
  /// One line for people, for example which account was taken.
  func say(_ line: String) async

  /// Asks whether and how to sign in again to an account whose session has expired. Always nil without
  /// a terminal.
  func signInOffer(to account: Account, reason: String) async -> SignInMethod?

  /// Asks whether an older tool's accounts may be taken over now. Always false without a terminal.
  func mayTakeOver(_ labels: [String]) async -> Bool

  /// Shows the steps of that sign-in.
  func show(_ step: SignInStep) async
}

/// How a run ended.
package struct RunOutcome: Hashable, Sendable {
  /// How codex ended.
  package let end: ProcessEnd
  /// The account it ran on last.
  package let account: Account
  /// The run's number in the history.
  let run: RunID
  /// Set when codex failed because the session has expired and it was not renewed.
  package let expired: Bool

  /// An outcome of its parts.
  package init(end: ProcessEnd, account: Account, run: RunID, expired: Bool) {
    self.end = end
    self.account = account
    self.run = run
    self.expired = expired
  }
}

/// What the user asked for with `swop codex`.
package struct RunRequest: Sendable {
  /// Which account.
  package var choice: AccountChoice
  /// Codex's arguments, byte for byte.
  var arguments: [Argument]
  /// Whether to rotate.
  var rotation: RotationWish
  /// The binary named by `--codex-bin`, nil for the usual search.
  var codexBinary: FilePath?
  /// Whether codex can be run again with the same input: false when it may have read a pipe.
  var canRepeat: Bool
  /// Where codex runs, nil for the folder that swop was started in.
  var directory: FilePath?

  /// A request of its parts.
  package init(
    choice: AccountChoice = .usual, arguments: [Argument] = [],
    rotation: RotationWish = .asConfigured, codexBinary: FilePath? = nil, canRepeat: Bool = true,
    directory: FilePath? = nil
  ) {
    self.choice = choice
    self.arguments = arguments
    self.rotation = rotation
    self.codexBinary = codexBinary
    self.canRepeat = canRepeat
    self.directory = directory
  }
}
