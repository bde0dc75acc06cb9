import EngineCore
import TUIKit

/// `swop ui`: the dashboard.
enum UICommand {
  static let definition = CommandDefinition(
    "ui", summary: "Open the dashboard", action: run
  ).with {
    $0.details = [
      "Shows every account with what it has left, and does everything from the row under the cursor. "
        + "Press ? for the keys, q to leave.",
      "--demo needs no account and no network: a simulated backend on this machine serves seven sample "
        + "accounts. Nothing of yours is read or written.",
    ]
    $0.options = [
      OptionDefinition("read-only", help: "Disable every command that changes something"),
      OptionDefinition("theme", value: .required("THEME"), help: "Start with a theme"),
      OptionDefinition("ascii", help: "Draw with plain ASCII"),
      OptionDefinition("quiet-screen", help: "Nothing moves by itself but whole minutes"),
      OptionDefinition("demo", help: "Show sample accounts"),
    ]
    $0.examples = [
      .init("swop ui", "open the dashboard"),
      .init("swop ui --demo", "try it without an account"),
      .init("swop ui --read-only --theme clear-dark", "open the dashboard read-only"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    let environment = invocation.environment
    let type = environment.variables.nonEmpty("TERM") ?? ""
    guard !type.isEmpty, type != "dumb" else { throw TerminalError.tooSimple(name: type) }
    guard environment.input.isTerminal, environment.output.isTerminal else {
      throw TerminalError.notATerminal
    }
    if !command.has("demo") { try await invocation.settleSharedHome() }
    return try await environment.openDashboard(
      DashboardWish(
        isReadOnly: command.has("read-only"), theme: command.options["theme"],
        isASCII: command.has("ascii") || invocation.screen.glyphs == .ascii,
        isQuiet: command.has("quiet-screen") || wantsQuiet(environment.variables),
        isDemo: command.has("demo"), hasColor: invocation.screen.hasColor))
  }

  /// Whether the environment speaks of someone whom movement disturbs.
  private static func wantsQuiet(_ variables: ProcessEnvironment) -> Bool {
    ["REDUCED_MOTION", "SCREEN_READER", "ACCESSIBLE"].contains { name in
      variables.nonEmpty(name).map { $0 != "0" } ?? false
    }
  }
}
