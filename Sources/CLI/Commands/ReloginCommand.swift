import Engine
import EngineCore

/// `swop relogin`: a new sign-in in place.
enum ReloginCommand {
  static let definition = CommandDefinition(
    "relogin", summary: "Sign in again in place", action: run
  ).with {
    $0.details = [
      "The old sign-in stays until the new one has succeeded. A sign-in that turns out to be another "
        + "identity is discarded.",
      "An account that signs in with an access token is asked for a new one, unless another way is named.",
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account to sign in to")
    ]
    $0.options = SignInChoice.options
    $0.examples = [
      .init("swop relogin work", "sign in with a browser on this machine"),
      .init("swop relogin work --device-auth", "sign in with a code, for example over ssh"),
      .init(
        "swop relogin work --paste-callback", "sign in with a browser on another machine"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let label = invocation.required("LABEL")
    let again = "swop relogin \(ShellWord.quoted(label))"
    let method: SignInMethod
    if try await usesAccessToken(label, invocation) {
      method = .accessToken(try SignInChoice.token(invocation, again: again))
    } else {
      method = try SignInChoice.method(of: invocation, again: again)
    }
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

  /// Whether no way is named and the account signs in with an access token.
  private static func usesAccessToken(_ label: String, _ invocation: Invocation) async throws
    -> Bool
  {
    let isNamed = SignInChoice.options.contains { invocation.command.has($0.name) }
    guard !isNamed, invocation.environment.canAsk else { return false }
    let accounts = try await invocation.fleet().snapshot(refresh: false).accounts.map(\.account)
    return accounts.first { $0.label.folded == label.lowercased() }?.kind == "token"
  }
}
