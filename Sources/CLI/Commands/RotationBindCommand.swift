import Engine
import EngineCore

/// `swop rotation bind-app` and `unbind-app`: the packaged desktop app.
enum RotationBindCommand {
  static let bind = CommandDefinition(
    "bind-app", summary: "Let the packaged desktop app go through the proxy", action: bind
  ).with {
    $0.details = [
      "Sets openai_base_url in codex's own configuration, with a token of the app's own in the address. "
        + "Every other byte stays, and a copy is kept. The service has to run. Until it is undone, "
        + "whatever reads that configuration goes through the proxy."
    ]
    $0.details += [
      "While the service is down, a program of another user could take its port and receive the app's "
        + "access token. So systemd (with its socket unit and lingering) or launchd has to hold the ports; "
        + "--unsupervised does without."
    ]
    $0.options = [
      OptionDefinition(
        "unsupervised",
        help: "Bind it although others could take the ports while the service is down")
    ]
    $0.examples = [.init("swop rotation bind-app", "bind it")]
  }

  static let unbind = CommandDefinition(
    "unbind-app", summary: "Let the packaged desktop app go directly again", action: unbind
  ).with {
    $0.details = [
      "Puts the old bytes back if nobody changed the file meanwhile; else takes out only that one key."
    ]
    $0.examples = [.init("swop rotation unbind-app", "undo it")]
  }

  private static func bind(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let isUnsupervised = invocation.command.has("unsupervised")
    conclude(
      try await Progress("checking the edit with codex", in: invocation).during {
        try await fleet.bindApplication(unsupervised: isUnsupervised)
      }, invocation)
    return 0
  }

  private static func unbind(_ invocation: Invocation) async throws -> Int32 {
    conclude(try await invocation.fleet().unbindApplication(), invocation)
    return 0
  }

  private static func conclude(_ outcome: BindOutcome, _ invocation: Invocation) {
    let line =
      switch outcome {
      case .bound: "The desktop app goes through the proxy from its next start on."
      case .alreadyBound: "The desktop app is bound already."
      case .restored: "The desktop app goes directly again; its configuration is as it was."
      case .keyRemoved:
        "The desktop app goes directly again; what else was changed in its configuration stays."
      case .notBound: "The desktop app is not bound."
      }
    invocation.conclude(line, .report(["outcome": .text(outcome.rawValue)]))
  }
}
