package import EngineCore

/// What another program needs to start codex through the proxy: variables and flags, no secret among
/// them. Codex finds the pool's token in its home.
package struct ProxyClientEnvironment: Hashable, Sendable {
  /// One variable.
  package struct Variable: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: String
  }

  /// The one variable that is left out, because it is the token in `auth.json` of that home. Without it
  /// the backend's tool server turns codex away.
  package static let tokenVariable = SandboxEnvironment.toolToken

  /// The variables, `CODEX_HOME` first.
  package let variables: [Variable]
  /// Codex's flags, which come before everything else.
  package let arguments: [String]
  /// The address for clients of the Responses API.
  package let responsesURL: String

  /// The environment of a proxy's clients.
  package init(
    route: ProxyRoute, mode: IsolationMode, sharesHistory: Bool, inherited: ProcessEnvironment,
    layout: SandboxLayout
  ) {
    let use = SandboxUse(
      folder: layout.pool, mode: mode, sharesHistory: sharesHistory, authBaseURL: route.url,
      usesLocalServer: true)
    let child = SandboxEnvironment(inherited: inherited, use: use, layout: layout).environment
    let names = child.names.filter { child[$0] != inherited[$0] && $0 != "CODEX_HOME" }
    variables = (["CODEX_HOME"] + names.sorted()).map {
      Variable(name: $0, value: child[$0] ?? "")
    }
    arguments = CodexFlags.rotated(route).map(\.description)
    responsesURL = route.url + "/v1"
  }
}
