import Engine
import EngineCore

/// `swop proxy env`: how other programs start codex through the proxy.
enum ProxyEnvironmentCommand {
  static let definition = CommandDefinition(
    "env", summary: "Print what other programs need to start codex through the proxy", action: run
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
