import Engine
import EngineCore

/// `swop add`: a new sandbox and its sign-in.
enum AddCommand {
  static let definition = CommandDefinition(
    "add", summary: "Add an account and sign in", action: run
  ).with {
    $0.details = [
      "Creates a sandbox and signs in to it. If the sign-in fails or is cancelled, nothing is left behind.",
      "A relaxed sandbox shares configuration and conversations with ~/.codex. A strict one shares nothing: "
        + "it has a home folder of its own, and begins without configuration unless --copy-config is given.",
      "Without a browser on this machine: --device-auth gives a code to enter anywhere. Where codes are "
        + "switched off, --paste-callback gives an address to open anywhere; paste the address that the "
        + "browser ends on, although that page does not load.",
      "An access token (at-…, made in the browser) is never renewed: when it ends, give a new one with "
        + "swop relogin LABEL.",
      "A copied auth.json shares its refresh token with the original: use it in one place only, or sign "
        + "in afresh.",
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", help: "The account's name: 1 to 64 printable characters")
    ]
    $0.options =
      SignInChoice.options + [
        OptionDefinition("with-api-key", help: "Read an API key from standard input"),
        OptionDefinition(
          "import", value: .required("FILE"), completion: .files,
          help: "Import an existing auth.json, or the one in a folder"),
        OptionDefinition(
          "isolation", value: .required("MODE"), completion: .words(["relaxed", "strict"]),
          help: "Isolation of the sandbox: relaxed or strict"),
        OptionDefinition(
          "copy-config",
          help: "Start a strict sandbox with a copy of the configuration in ~/.codex"),
      ]
    $0.examples = [
      .init("swop add work", "sign in with a browser on this machine"),
      .init("swop add work --device-auth", "sign in with a code, for example over ssh"),
      .init(
        "swop add client --isolation strict --copy-config",
        "share nothing, but begin with your configuration"),
      .init(
        "swop add work --paste-callback", "sign in with a browser on another machine"),
      .init("swop add ci --with-access-token", "add an access token, typed without being shown"),
      .init("printenv OPENAI_API_KEY | swop add api --with-api-key", "add an API key"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let label = try Label(invocation.required("LABEL"))
    if invocation.command.options["isolation"] != IsolationMode.strict.rawValue {
      try await invocation.settleSharedHome()
    }
    let method = try SignInChoice.method(
      of: invocation, again: "swop add \(ShellWord.quoted(label.text))")
    let isolation = invocation.command.options["isolation"].flatMap(IsolationMode.init(rawValue:))
    let fleet = try await invocation.fleet()
    let display = SignInDisplay(invocation, opensBrowser: SignInChoice.isBrowser(method))
    let account: Account
    do {
      account = try await invocation.interruptible {
        try await SignInChoice.during(method, invocation) {
          try await fleet.add(
            label: label.text, method: method, isolation: isolation,
            copiesConfiguration: invocation.command.has("copy-config")
          ) { step in
            await display.show(step)
          }
        }
      }
    } catch {
      await display.finish()
      throw error
    }
    await display.finish()
    invocation.conclude(
      "Added \(AccountText.label(account))\(AccountText.details(account)).",
      AccountJSON.report(account))
    return 0
  }
}

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
