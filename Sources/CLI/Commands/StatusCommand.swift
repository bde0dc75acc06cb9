import Engine
import EngineCore

/// `swop status`: what every account has left.
enum StatusCommand {
  static let definition = CommandDefinition(
    "status", summary: "Show the quota left on every account", action: run
  ).with {
    $0.details = [
      "Shows the last known readings with their age and never waits for the network unless --refresh "
        + "is given.",
      "--format writes one line for a status bar, about the account that SWOP_ACCOUNT names, else the "
        + "directory's, else the default account, else the one that automatic choice would take. The text may hold {account}, "
        + "{window}, {left} and {reset}; words with the last three are written once for each window. "
        + "“default” gives 5h:64%(2h18m) wk:71%(3d18h).",
    ]
    $0.options = [
      OptionDefinition("refresh", letter: "R", help: "Read the quota of every account first"),
      OptionDefinition("plain", help: "Print words, one account a line"),
      OptionDefinition("watch", help: "Keep showing changes as they happen"),
      OptionDefinition("format", value: .required("F"), help: "Print one line made from a text"),
    ]
    $0.examples = [
      .init("swop status", "show what is known now"),
      .init("swop status -R --json", "read quotas first and print one object for scripts"),
      .init("swop status --format '{account} {window}:{left}'", "print a segment for a status bar"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    let exclusive = ["json", "plain", "format"].filter(command.has).map { "--" + $0 }
    guard exclusive.count < 2 else {
      throw UsageError.conflict(exclusive[0], exclusive[1], path: command.path)
    }
    let format = try command.options["format"].map { try StatusFormat($0) }
    let fleet = try await invocation.fleet()
    let view = StatusView(invocation, fleet: fleet, format: format)
    if command.has("watch") {
      try await invocation.interruptible { try await view.watch() }
      return 0
    }
    invocation.environment.output.write(try await view.text(width: invocation.screen.width))
    return 0
  }
}
