import Engine
import EngineCore

/// `swop set`: the default account, or what a directory says.
enum SetCommand {
  static let definition = CommandDefinition(
    "set", summary: "Choose the default account, or bind a directory", action: run
  ).with {
    $0.details = [
      "swop codex uses the default account while it can be used, else automatic choice.",
      "With --here this applies only to runs that start in this directory or below it: they take the account, "
        + "or choose by the strategy. All worktrees of a repository count as one directory. An account "
        + "that cannot be used is passed over with a sentence; --account insists.",
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", count: .optional, completion: .labels, help: "The account")
    ]
    $0.options = [
      OptionDefinition("here", help: "Bind this directory or repository instead"),
      OptionDefinition(
        "strategy", value: .required("S"), completion: .words(Strategy.allCases.map(\.rawValue)),
        help: "With --here: how automatic choice decides, in place of an account"),
    ]
    $0.examples = [
      .init("swop set work", "make work the default account"),
      .init("swop set --here work", "let this repository's runs take work"),
      .init("swop set --here --strategy drain", "let them spend one account after another"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    guard command.has("here") else {
      guard !command.has("strategy") else {
        throw UsageError.missing(name: "--here with --strategy", path: command.path)
      }
      guard let label = command.word("LABEL") else {
        throw UsageError.missing(name: "LABEL", path: command.path)
      }
      return try await setDefault(label, invocation)
    }
    let wish = try wish(of: command)
    let project = try await invocation.fleet().setProject(wish)
    invocation.conclude(ProjectText.sentence(project), ProjectJSON.report(project))
    return 0
  }

  private static func setDefault(_ label: String, _ invocation: Invocation) async throws -> Int32 {
    let account = try await invocation.fleet().setDefault(label: label)
    invocation.conclude(
      account.map { "\(AccountText.label($0)) is the default account." } ?? "No default account.",
      .report(["default_account": .optional(account?.label.text)]))
    return 0
  }

  private static func wish(of command: ParsedCommand) throws(UsageError) -> ProjectWish {
    let strategy = command.options["strategy"].flatMap(Strategy.init(rawValue:))
    switch (command.word("LABEL"), strategy) {
    case (let label?, nil): return .account(label: label)
    case (nil, let strategy?): return .strategy(strategy)
    case (.some, .some): throw .conflict("LABEL", "--strategy", path: command.path)
    case (nil, nil): throw .missing(name: "LABEL or --strategy", path: command.path)
    }
  }
}

/// `swop unset`: no default account, or a directory that says nothing.
enum UnsetCommand {
  static let definition = CommandDefinition(
    "unset", summary: "Clear the default account, or unbind a directory", action: run
  ).with {
    $0.details = ["swop codex then always chooses by itself."]
    $0.options = [
      OptionDefinition("here", help: "Unbind this directory or repository instead")
    ]
    $0.examples = [
      .init("swop unset", "let swop choose for every run"),
      .init("swop unset --here", "treat this repository as any other directory"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    guard invocation.command.has("here") else {
      _ = try await fleet.setDefault(label: nil)
      invocation.conclude(
        "No default account: swop chooses for every run.", .report(["default_account": .null]))
      return 0
    }
    let freed = try await fleet.clearProject()
    invocation.conclude(
      freed.map { "\(ProjectText.folder($0)) is no longer bound to an account." }
        ?? "No account is bound to this directory.", ProjectJSON.report(nil))
    return 0
  }
}

/// What a directory says about runs, for people.
enum ProjectText {
  /// The whole sentence, the folder first.
  static func sentence(_ project: ProjectSnapshot) -> String {
    "\(folder(project)) is bound to \(what(project))."
  }

  /// The sentence about the folder that swop was started in.
  static func here(_ project: ProjectSnapshot) -> String {
    "This directory is bound to \(what(project))."
  }

  /// The folder, fit for a screen.
  static func folder(_ project: ProjectSnapshot) -> String {
    PrintableText.sanitized(project.folder.text)
  }

  private static func what(_ project: ProjectSnapshot) -> String {
    if let label = project.label { return "the account \(PrintableText.sanitized(label))" }
    if let strategy = project.strategy { return "the strategy \(strategy.rawValue)" }
    return "an account that no longer exists"
  }
}

/// What a directory says about runs, for scripts.
enum ProjectJSON {
  /// The object that `set --here` and `unset --here` print.
  static func report(_ project: ProjectSnapshot?) -> OrderedJSON {
    .report(["project": value(project)])
  }

  /// The value of `project` wherever it stands.
  static func value(_ project: ProjectSnapshot?) -> OrderedJSON {
    guard let project else { return .null }
    return .object([
      "folder": .text(project.folder.text), "account": .optional(project.label),
      "strategy": .optional(project.strategy?.rawValue),
    ])
  }
}
