import EngineCore

/// `swop remove`: an account into the trash, sign-in and all.
enum RemoveCommand {
  static let definition = CommandDefinition(
    "remove", summary: "Remove an account (recoverable for 30 days)", action: run
  ).with {
    $0.aliases = ["rm"]
    $0.details = [
      "The trash keeps it for 30 days; swop trash restore brings it back working."
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account")
    ]
    $0.options = [
      OptionDefinition("force", help: "Even while a run uses it")
    ]
    $0.examples = [.init("swop remove old", "move the account old to the trash")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let entry = try await fleet.remove(
      label: invocation.required("LABEL"), force: invocation.command.has("force"))
    let label = entry.account.label.text
    invocation.conclude(
      "\(AccountText.label(entry.account)) is in the trash for 30 days. "
        + "Bring it back: swop trash restore \(ShellWord.quoted(PrintableText.sanitized(label)))",
      .report(["trashed": AccountJSON.trashed(entry)]))
    return 0
  }
}

/// `swop logout`: signs out at the server, then the trash.
enum LogoutCommand {
  static let definition = CommandDefinition(
    "logout", summary: "Sign out, then move the account to the trash", action: run
  ).with {
    $0.details = [
      "Signs out at the server as well as it can; the sandbox goes to the trash whatever the server "
        + "said. A restored account has to sign in again."
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account")
    ]
    $0.options = [
      OptionDefinition("force", help: "Even while a run uses it")
    ]
    $0.examples = [.init("swop logout old", "sign out of the account old")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let label = invocation.required("LABEL")
    let (entry, failure) = try await Progress("signing out", in: invocation).during {
      try await fleet.logout(label: label, force: invocation.command.has("force"))
    }
    if let failure {
      invocation.note("swop: " + PrintableText.sanitized(failure.message))
    }
    invocation.conclude(
      "\(AccountText.label(entry.account)) is signed out and in the trash for 30 days.",
      .report(["trashed": AccountJSON.trashed(entry), "remote_error": .error(failure)]))
    return 0
  }
}
