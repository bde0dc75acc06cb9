import EngineCore

/// The environment of a child that runs in a sandbox. Pure.
package struct SandboxEnvironment: Hashable, Sendable {
  /// The whole environment of the child.
  private(set) var environment: ProcessEnvironment
  /// Inherited variables that would have beaten the sandbox, sorted; their values are gone.
  private(set) var removed: [String] = []

  /// Makes the child's environment from the inherited one.
  init(inherited: ProcessEnvironment, use: SandboxUse, layout: SandboxLayout) {
    environment = inherited
    for name in inherited.names where Self.beatsSandbox(name) { environment[name] = nil }
    environment["CODEX_HOME"] = use.folder.codexHome.text
    environment["SWOP_ROOT"] = layout.root.text
    environment["SWOP_PROBE"] = nil
    switch use.mode {
    case .relaxed:
      if use.sharesHistory { environment["CODEX_SQLITE_HOME"] = layout.sharedHome.text }
    case .strict: moveHome(to: use.folder.home)
    }
    if let base = use.authBaseURL { pointSignIn(to: base) }
    environment[Self.toolToken] = use.toolToken?.reveal()
    let addresses = [use.chatGPTBaseURL, use.authBaseURL].compactMap { $0 }
    if use.usesLocalServer || addresses.contains(where: { LoopbackAddress($0) != nil }) {
      keepLoopbackFromProxies()
    }
    // What was handed down by an outer swop and is the same again was not taken away.
    removed = Set(inherited.names).filter { name in
      Self.beatsSandbox(name) && environment[name] != inherited[name]
    }.sorted()
  }

  /// One line that names what was removed, nil if nothing was.
  var notice: String? {
    guard !removed.isEmpty else { return nil }
    return "Not handed to codex, for it would override the account: "
      + removed.joined(separator: ", ")
  }

  /// Where codex looks for what it shows to the backend's tool server; its sign-in goes to official hosts
  /// only.
  static let toolToken = "CODEX_CONNECTORS_TOKEN"

  /// Whether a variable would beat the sandbox's sign-in, places or addresses.
  static func beatsSandbox(_ name: String) -> Bool {
    overriding.contains(name) || name.hasPrefix("CODEX_APP_SERVER_")
  }

  private static let overriding: Set<String> = [
    "CODEX_API_KEY", "CODEX_ACCESS_TOKEN", "OPENAI_API_KEY", "CODEX_SQLITE_HOME",
    toolToken, "OPENAI_FEDERATION_RULE_ID", "OPENAI_IDENTITY_TOKEN_FILE",
    "CODEX_INTERNAL_ORIGINATOR_OVERRIDE", "CODEX_REFRESH_TOKEN_URL_OVERRIDE",
    "CODEX_REVOKE_TOKEN_URL_OVERRIDE", accessTokenBase, "CODEX_AGENT_IDENTITY_AUTHAPI_BASE_URL",
    "CODEX_AGENT_IDENTITY_JWKS_BASE_URL",
  ]

  /// Where codex asks whose a personal access token is.
  private static let accessTokenBase = "CODEX_AUTHAPI_BASE_URL"

  private mutating func moveHome(to home: FilePath) {
    environment["HOME"] = home.text
    environment["XDG_CONFIG_HOME"] = (home / ".config").text
    environment["XDG_DATA_HOME"] = (home / ".local" / "share").text
    environment["XDG_STATE_HOME"] = (home / ".local" / "state").text
    environment["XDG_CACHE_HOME"] = (home / ".cache").text
    // The user's session bus leads to the user's keyring.
    environment["XDG_RUNTIME_DIR"] = nil
    environment["DBUS_SESSION_BUS_ADDRESS"] = nil
  }

  private mutating func pointSignIn(to base: String) {
    var base = base[...]
    while base.hasSuffix("/") { base.removeLast() }
    environment["CODEX_REFRESH_TOKEN_URL_OVERRIDE"] = base + "/oauth/token"
    environment["CODEX_REVOKE_TOKEN_URL_OVERRIDE"] = base + "/oauth/revoke"
    environment["CODEX_APP_SERVER_LOGIN_ISSUER"] = String(base)
    environment[Self.accessTokenBase] = base + "/api/accounts"
  }

  /// A proxy in the user's environment would capture requests to this machine as well.
  private mutating func keepLoopbackFromProxies() {
    let (upper, lower) = (environment.nonEmpty("NO_PROXY"), environment.nonEmpty("no_proxy"))
    // Programs read one of the two names: a new one must not hide what the other says.
    environment["NO_PROXY"] = Self.withLoopback(upper ?? lower)
    environment["no_proxy"] = Self.withLoopback(lower ?? upper)
  }

  private static func withLoopback(_ list: String?) -> String {
    let present = (list ?? "").split(separator: ",").map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    if present.contains("*") { return list ?? "*" }
    let missing = ["127.0.0.1", "localhost", "::1"].filter { !present.contains($0) }
    return ((list.map { [$0] } ?? []) + missing).joined(separator: ",")
  }
}

/// How a child uses a sandbox: everything its environment follows from.
struct SandboxUse: Hashable, Sendable {
  /// The sandbox.
  var folder: SandboxFolder
  /// How far it is kept apart.
  var mode: IsolationMode
  /// Whether its conversations are shared with `~/.codex`.
  var sharesHistory: Bool
  /// The value of `SWOP_CHATGPT_BASE_URL`, nil when it is not set.
  var chatGPTBaseURL: String?
  /// Where tokens are refreshed and revoked: the value of `SWOP_AUTH_BASE_URL`, or a server of swop.
  var authBaseURL: String?
  /// Whether codex talks to a server of swop on this machine.
  var usesLocalServer: Bool = false
  /// What codex shows to the backend's tool server where that is not an official host: it keeps its
  /// sign-in to itself there.
  var toolToken: Redacted<String>?
}
