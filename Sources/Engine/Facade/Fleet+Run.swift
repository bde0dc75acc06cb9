import EngineAccounts
import EngineCodex
import EngineKernel
import EngineRuns
import EngineSandbox
import EngineSettings

extension Fleet {
  /// Picks an account, runs codex on it in the foreground, and waits for its end.
  ///
  /// - Throws: `FleetError` when no account can be used or a sign-in is needed, and what the modules
  ///   throw when codex could not be started.
  package func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome {
    let binary = try await homes.binary(option: request.codexBinary)
    try sandboxes.prepareRoot()
    let pick = try await pick(for: request.choice)
    for notice in pick.notices { await dialogue.say(notice) }
    try await refuseRotation(request.rotation, dialogue)
    // The note of use is for people; the run goes on if it cannot be stored.
    _ = try? await accounts.noteUse(of: pick.account, at: now)
    let order = RunOrder(
      account: pick.account, reason: pick.reason, binary: binary,
      mode: configuration.mode(of: pick.account), arguments: request.arguments,
      directory: request.directory ?? configuration.directory, inherited: configuration.environment,
      chatGPTBaseURL: configuration.addresses.chatGPTOverride,
      authBaseURL: configuration.addresses.authOverride, canRepeat: request.canRepeat)
    let housekeeping = Task(name: "housekeeping") {
      _ = try? await self.purgeTrash(label: nil)
      await self.cleanLeftovers()
    }
    defer { housekeeping.cancel() }
    let launched = try await launcher.run(order, voice: voice(of: dialogue))
    return RunOutcome(
      end: launched.end, account: pick.account, run: launched.run, expired: launched.isExpired)
  }

  private var launcher: RunLauncher {
    RunLauncher(
      RunSurroundings(
        runner: configuration.processes, files: configuration.files, time: configuration.time,
        locks: locks, events: recorder, sandboxes: sandboxes, history: sharedHistory,
        tokens: tokens),
      registry: registry)
  }

  private func voice(of dialogue: any RunDialogue) -> RunVoice {
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

  /// There is no rotation proxy in this version: who insists on it gets an error, who wishes for it a
  /// direct run and one warning.
  private func refuseRotation(_ wish: RotationWish, _ dialogue: any RunDialogue) async throws {
    switch wish {
    case .required: throw FleetError.noRotation
    case .wanted: await dialogue.say("This version cannot rotate: the run goes directly.")
    case .asConfigured, .refused: break
    }
  }
}
