import Engine
import EngineCore

/// `swop rotation`: whether runs are rotated, and the desktop app.
enum RotationCommand {
  static let definition = CommandDefinition(
    "rotation", summary: "Send runs and the desktop app through the rotation proxy"
  ).with {
    $0.details = [
      "A rotated run survives the limit of its account: the next request goes to another one. --rotate "
        + "and --no-rotate decide for one run, SWOP_ROTATE for one shell, and this for all."
    ]
    $0.examples = [
      .init("swop rotation enable", "rotate every run"),
      .init("swop rotation status", "see the setting and its source"),
    ]
    $0.subcommands = [
      enable, disable, status, RotationBindCommand.bind, RotationBindCommand.unbind,
    ]
    $0.defaultSubcommand = "status"
  }

  private static let enable = CommandDefinition(
    "enable", summary: "Rotate every run", action: { try await settle(true, $0) }
  ).with { $0.examples = [.init("swop rotation enable", "make rotation the default")] }

  private static let disable = CommandDefinition(
    "disable", summary: "Send runs directly again", action: { try await settle(false, $0) }
  ).with { $0.examples = [.init("swop rotation disable", "make direct runs the default")] }

  private static let status = CommandDefinition(
    "status", summary: "Show whether runs are rotated and why", action: status
  ).with { $0.examples = [.init("swop rotation status", "see the current setting")] }

  private static let setting = "rotation"

  private static func settle(_ isEnabled: Bool, _ invocation: Invocation) async throws -> Int32 {
    try await invocation.environment.settingsStore().set(.flag(isEnabled), named: setting)
    invocation.conclude(
      isEnabled ? "Runs are rotated from now on." : "Runs go directly from now on.",
      .report(["enabled": .flag(isEnabled)]))
    if let found = try? resolved(invocation), case .environment(let variable) = found.source {
      invocation.note("swop: \(variable) is set and wins over the settings file.")
    }
    return 0
  }

  private static func status(_ invocation: Invocation) async throws -> Int32 {
    let found = try resolved(invocation)
    let isEnabled = found.value == .flag(true)
    let fleet = try await invocation.fleet()
    if let warning = try await fleet.suspendForeignBinding() {
      invocation.note("swop: " + warning)
    }
    let record = await fleet.proxyRecord()
    let isBound = await fleet.isApplicationBound()
    if invocation.isJSON {
      invocation.print(
        .report([
          "enabled": .flag(isEnabled), "source": .text(found.source.word),
          "service_running": .flag(record != nil), "url": .optional(record?.ports.url),
          "app_bound": .flag(isBound),
        ]))
      return 0
    }
    let source = " (\(found.source.word))"
    invocation.say((isEnabled ? "Runs are rotated" : "Runs go directly") + source + ".")
    invocation.say(
      record.map { "The service runs at \($0.ports.url)." }
        ?? "The service is not running; a rotated run starts its own proxy.")
    invocation.say("The desktop app is \(isBound ? "bound" : "not bound") to the proxy.")
    return 0
  }

  private static func resolved(_ invocation: Invocation) throws -> ResolvedSetting {
    guard
      let found = try invocation.settings().all.first(where: { $0.definition.name == setting })
    else { preconditionFailure("the catalogue has no setting \(setting)") }
    return found
  }
}

/// `swop rotation bind-app` and `unbind-app`: the packaged desktop app.
enum RotationBindCommand {
  static let bind = CommandDefinition(
    "bind-app", summary: "Send the desktop app through the proxy", action: bind
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
    "unbind-app", summary: "Send the desktop app directly again", action: unbind
  ).with {
    $0.details = [
      "Restores the previous file if it has not changed since; otherwise removes only that key."
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
      case .alreadyBound: "The desktop app is already bound."
      case .restored: "The desktop app goes directly again; its configuration is as it was."
      case .keyRemoved:
        "The desktop app goes directly again; what else was changed in its configuration stays."
      case .notBound: "The desktop app is not bound."
      }
    invocation.conclude(line, .report(["outcome": .text(outcome.rawValue)]))
  }
}
