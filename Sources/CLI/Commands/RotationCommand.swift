import Engine
import EngineCore

/// `swop rotation`: whether runs are rotated, and the desktop app.
enum RotationCommand {
  static let definition = CommandDefinition(
    "rotation", summary: "Let runs and the desktop app go through the rotation proxy"
  ).with {
    $0.details = [
      "A rotated run survives the limit of its account: the next request goes to another one. --rotate "
        + "and --no-rotate decide for one run, SWOP_ROTATE for one shell, and this for all."
    ]
    $0.examples = [
      .init("swop rotation enable", "let every run be rotated"),
      .init("swop rotation status", "see what holds, and why"),
    ]
    $0.subcommands = [
      enable, disable, status, RotationBindCommand.bind, RotationBindCommand.unbind,
    ]
    $0.defaultSubcommand = "status"
  }

  private static let enable = CommandDefinition(
    "enable", summary: "Let every run be rotated", action: { try await settle(true, $0) }
  ).with { $0.examples = [.init("swop rotation enable", "make rotation the default")] }

  private static let disable = CommandDefinition(
    "disable", summary: "Let runs go directly again", action: { try await settle(false, $0) }
  ).with { $0.examples = [.init("swop rotation disable", "make direct runs the default")] }

  private static let status = CommandDefinition(
    "status", summary: "Show whether runs are rotated, and why", action: status
  ).with { $0.examples = [.init("swop rotation status", "see what holds")] }

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
        ?? "The service does not run; a rotated run has a proxy of its own.")
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
