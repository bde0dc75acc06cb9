import Engine
import EngineCore

/// `swop codex`: codex on the account that should take the run.
enum CodexCommand {
  static let definition = CommandDefinition(
    "codex", summary: "Run codex on the account that should take it", action: run
  ).with {
    $0.details = [
      "Takes the account of --account or SWOP_ACCOUNT, else the directory's (swop set --here), else the "
        + "default account while it can be used, else the one that automatic choice names, and says "
        + "which. An account of --account or SWOP_ACCOUNT is used or nothing is.",
      "swop's own flags end at the first word it does not know, or at --; the rest goes to codex byte "
        + "for byte. codex's exit status comes back unchanged.",
    ]
    $0.options = [
      OptionDefinition(
        "account", value: .required("LABEL"), completion: .labels,
        help: "Use this account, never another"),
      OptionDefinition(
        "auto", help: "Use automatic choice, ignoring the default account"),
      OptionDefinition(
        "strategy", value: .required("S"), completion: .words(Strategy.allCases.map(\.rawValue)),
        help: "How automatic choice decides, with --auto"),
      OptionDefinition(
        "rotate", value: .optional("required"), completion: .words(["required"]),
        help: "Use the rotation proxy; “required” fails where that is not possible"),
      OptionDefinition("no-rotate", help: "Connect directly, without the proxy"),
      OptionDefinition(
        "codex-bin", value: .required("FILE"), completion: .files, help: "Run this codex binary"),
    ]
    $0.restName = "ARGS…"
    $0.examples = [
      .init("swop codex", "start codex"),
      .init("swop codex --account work exec 'fix the tests'", "run one task on the account work"),
      .init("swop codex -- --help", "see codex's own help"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let request = try request(invocation)
    try await invocation.settleSharedHome()
    let fleet = try await invocation.fleet()
    let outcome = try await fleet.run(request, dialogue: TerminalDialogue(invocation))
    guard outcome.expired else { return outcome.end.status }
    throw FleetError.signInNeeded(
      label: outcome.account.label.text, reason: "codex could not renew it")
  }

  static func request(_ invocation: Invocation) throws -> RunRequest {
    let command = invocation.command
    let conflicts = [
      ("account", "auto"), ("rotate", "no-rotate"), ("account", "rotate"), ("account", "strategy"),
    ]
    for (first, second) in conflicts where command.has(first) && command.has(second) {
      throw UsageError.conflict("--" + first, "--" + second, path: command.path)
    }
    if command.has("strategy") && !command.has("auto") {
      throw UsageError.missing(name: "--auto with --strategy", path: command.path)
    }
    let choice = choice(invocation)
    if case .exactly = choice, command.has("rotate") {
      throw UsageError.conflict("SWOP_ACCOUNT", "--rotate", path: command.path)
    }
    let binary = command.options["codex-bin"].map { text in
      text.hasPrefix("/") ? FilePath(text) : invocation.environment.folder / text
    }
    return RunRequest(
      choice: choice, arguments: command.rest, rotation: rotation(command, choice),
      codexBinary: binary, canRepeat: invocation.environment.input.isTerminal)
  }

  private static func choice(_ invocation: Invocation) -> AccountChoice {
    let command = invocation.command
    if let label = command.options["account"] { return .exactly(label: label) }
    if command.has("auto") {
      return .automatic(command.options["strategy"].flatMap(Strategy.init(rawValue:)))
    }
    if let label = invocation.environment.variables.nonEmpty("SWOP_ACCOUNT") {
      return .exactly(label: label)
    }
    return .usual
  }

  private static func rotation(_ command: ParsedCommand, _ choice: AccountChoice) -> RotationWish {
    if let value = command.options["rotate"] { return value.isEmpty ? .wanted : .required }
    if command.has("no-rotate") { return .refused }
    // A named account must not be exchanged for another one.
    if case .exactly = choice { return .refused }
    return .asConfigured
  }
}
