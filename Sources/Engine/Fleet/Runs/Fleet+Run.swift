import EngineCore

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
