import EngineKernel

/// `swop relogin`: a new sign-in in place.
enum ReloginCommand {
  static let definition = CommandDefinition(
    "relogin", summary: "Sign in again in place", action: run
  ).with {
    $0.details = [
      "The old sign-in stays until the new one has succeeded. A sign-in that turns out to be another "
        + "identity is discarded."
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account to sign in to")
    ]
    $0.options = [OptionDefinition("device-auth", help: "Sign in on any device, with a code")]
    $0.examples = [
      .init("swop relogin work", "sign in with a browser on this machine"),
      .init("swop relogin work --device-auth", "sign in with a code, for example over ssh"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let label = invocation.required("LABEL")
    let method = try SignInChoice.method(
      of: invocation, again: "swop relogin \(ShellWord.quoted(label))")
    let fleet = try await invocation.fleet()
    let display = SignInDisplay(invocation, opensBrowser: SignInChoice.isBrowser(method))
    let account: Account
    do {
      account = try await invocation.interruptible {
        try await fleet.relogin(label: label, method: method) { await display.show($0) }
      }
    } catch {
      await display.finish()
      throw error
    }
    await display.finish()
    invocation.conclude(
      "\(AccountText.label(account)) is signed in again\(AccountText.details(account)).",
      AccountJSON.report(account))
    return 0
  }
}
