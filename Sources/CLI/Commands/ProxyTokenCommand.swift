import Engine
import EngineCore

/// `swop proxy token`: who may talk to the proxy.
enum ProxyTokenCommand {
  static let definition = CommandDefinition(
    "token", summary: "Manage the tokens of proxy clients"
  ).with {
    $0.details = [
      "Every client of the proxy shows a token: as bearer, as x-api-key, or as the path /t/TOKEN/ if it "
        + "can send nothing else. swop keeps only digests."
    ]
    $0.examples = [.init("swop proxy token list", "see who may")]
    $0.subcommands = [add, list, revoke]
    $0.defaultSubcommand = "list"
  }

  private static let name = PositionalDefinition("NAME", help: "The token's name")

  private static let add = CommandDefinition(
    "add", summary: "Create a token and print it once", action: add
  ).with {
    $0.positionals = [name]
    $0.details = ["It cannot be shown again. If you lose it, revoke it and create another."]
    $0.examples = [.init("swop proxy token add opencode", "create one for a program")]
  }

  private static let list = CommandDefinition(
    "list", summary: "List the tokens by name", action: list
  ).with {
    $0.aliases = ["ls"]
    $0.examples = [.init("swop proxy token list", "see who may talk to the proxy")]
  }

  private static let revoke = CommandDefinition(
    "revoke", summary: "Revoke a token", action: revoke
  ).with {
    $0.positionals = [name]
    $0.details = ["Takes effect within a second. The next rotated run creates a new “pool” token."]
    $0.examples = [.init("swop proxy token revoke opencode", "stop accepting that token")]
  }

  private static func add(_ invocation: Invocation) async throws -> Int32 {
    let name = invocation.required("NAME")
    let token = try await invocation.fleet().issueClientToken(named: name)
    // The one place where it is shown, to the one who asked.
    let text = token.reveal()
    if invocation.isJSON {
      invocation.print(.report(["name": .text(name), "token": .text(text)]))
    } else {
      invocation.environment.output.write(text + "\n")
    }
    do {
      try invocation.requireOutput()
    } catch {
      // A token that was not seen is of no use, and could not be made again under its name.
      try await invocation.fleet().revokeClientToken(named: name)
      invocation.note(
        "swop: The token \(PrintableText.sanitized(name)) could not be printed, and was revoked again."
      )
      throw error
    }
    return 0
  }

  private static func list(_ invocation: Invocation) async throws -> Int32 {
    let tokens = try await invocation.fleet().clientTokens()
    if invocation.isJSON {
      let list = tokens.map { token in
        OrderedJSON.object([
          "name": .text(token.name), "created_at": .moment(token.createdAt),
        ])
      }
      invocation.print(.report(["tokens": .array(list)]))
      return 0
    }
    guard !tokens.isEmpty else {
      invocation.say("No tokens.")
      return 0
    }
    var table = TextTable([.init(heading: "NAME", mayShrink: true), .init(heading: "MADE")])
    for token in tokens {
      table.add([
        StyledText(PrintableText.sanitized(token.name)),
        StyledText(
          ClockText.moment(token.createdAt, in: invocation.environment.timeZone), .muted),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func revoke(_ invocation: Invocation) async throws -> Int32 {
    let name = invocation.required("NAME")
    try await invocation.fleet().revokeClientToken(named: name)
    invocation.conclude(
      "The token \(PrintableText.sanitized(name)) is revoked.", .report(["revoked": .text(name)]))
    return 0
  }
}

/// `swop proxy env`: how other programs start codex through the proxy.
enum ProxyEnvironmentCommand {
  static let definition = CommandDefinition(
    "env", summary: "Print what other programs need to run codex through the proxy", action: run
  ).with {
    $0.details = [
      "Prints the variables and codex's flags of the running service. No token is among them: codex finds "
        + "it in the home that CODEX_HOME names. For the backend's tool server it wants the same once more in "
        + "CODEX_CONNECTORS_TOKEN, which the function of --shell takes from there."
    ]
    $0.options = [
      OptionDefinition(
        "shell", help: "Print lines for a shell: the variables, and a function codex")
    ]
    $0.examples = [
      .init("swop proxy env", "see them"),
      .init("swop proxy env --shell", "print lines for eval in a shell"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let found = try await invocation.fleet().proxyEnvironment()
    if invocation.isJSON {
      let variables = found.variables.map {
        OrderedJSON.Member(key: $0.name, value: .text($0.value))
      }
      invocation.print(
        .report([
          "environment": .object(variables),
          "arguments": .array(found.arguments.map { .text($0) }),
          "responses_url": .text(found.responsesURL),
        ]))
      return 0
    }
    // Byte for byte, for other programs.
    invocation.environment.output.write(
      (invocation.command.has("shell") ? shell(found) : plain(found)) + "\n")
    return 0
  }

  private static func plain(_ found: ProxyClientEnvironment) -> String {
    let pairs = stride(from: 0, to: found.arguments.count - 1, by: 2).map {
      found.arguments[$0] + " " + found.arguments[$0 + 1]
    }
    return (found.variables.map { "\($0.name)=\($0.value)" } + pairs).joined(separator: "\n")
  }

  private static func shell(_ found: ProxyClientEnvironment) -> String {
    let exports = found.variables.map { "export \($0.name)=\(ShellWord.quoted($0.value))" }
    let words = found.arguments.map { ShellWord.quoted($0) }.joined(separator: " ")
    // The token goes from the home to codex without being printed here.
    let token = #"$(sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p' "$CODEX_HOME/auth.json")"#
    let codex = "\(ProxyClientEnvironment.tokenVariable)=\"\(token)\" command codex"
    return (exports + ["codex() { \(codex) \(words) \"$@\"; }"]).joined(separator: "\n")
  }
}
