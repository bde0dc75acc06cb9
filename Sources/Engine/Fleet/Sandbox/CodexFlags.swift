import EngineCore

/// The `-c` flags that every codex of swop gets before the user's own arguments. They also keep codex
/// from handing the work to a background process of its own, which would keep an old account in memory.
enum CodexFlags {
  /// The flags of a direct run; `chatGPTBaseURL` is the value of `SWOP_CHATGPT_BASE_URL`, nil when
  /// it is not set.
  static func direct(chatGPTBaseURL: String?) -> [Argument] {
    guard let base = chatGPTBaseURL.map(Self.withoutSlash) else { return credentialStores }
    return credentialStores + setting("openai_base_url", providerBase(base) + "/codex")
      + setting("chatgpt_base_url", backendBase(base))
  }

  /// The flags of a run through the rotation proxy. A codex whose proxy is gone gives up instead of
  /// waiting forever; the feature goes as a setting because older versions refuse unknown features.
  static func rotated(_ route: ProxyRoute) -> [Argument] {
    credentialStores + setting("openai_base_url", route.providerURL)
      + setting("chatgpt_base_url", route.backendURL) + setting("model_provider", "openai")
      + ["-c", "features.unbounded_connection_retries=false"]
  }

  /// Credentials stay in the sandbox's files: a shared configuration may ask for the keyring, which
  /// would delete `auth.json`, and MCP sign-ins in the keyring are shared between homes.
  static let credentialStores: [Argument] =
    setting("cli_auth_credentials_store", "file")
    + setting("mcp_oauth_credentials_store", "file")

  /// One `-c name="value"` pair; codex reads the value as TOML.
  static func setting(_ name: String, _ value: String) -> [Argument] {
    ["-c", Argument("\(name)=\(quoted(value))")]
  }

  // Codex leaves a provider's address alone only if its origin differs from the backend's; otherwise it
  // goes where the backend says, https only. On plain http the two names of loopback make two origins.
  private static func providerBase(_ base: String) -> String {
    LoopbackAddress(base)?.replacingHost("localhost", by: "127.0.0.1") ?? base
  }

  private static func backendBase(_ base: String) -> String {
    guard let address = LoopbackAddress(base), address.isPlain else { return base }
    return address.with(host: "localhost")
  }

  private static func withoutSlash(_ text: String) -> String {
    var text = text[...]
    while text.hasSuffix("/") { text.removeLast() }
    return String(text)
  }

  /// A TOML basic string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Where codex finds the rotation proxy: two origins on this machine.
struct ProxyRoute: Hashable, Sendable {
  /// The first origin; tokens would be renewed and revoked there too, but there is nothing to renew.
  let url: String
  /// Codex's `chatgpt_base_url`.
  let backendURL: String
  /// The run whose requests come this way, nil if that is private.
  var run: RunID?

  /// A route of its parts.
  init(url: String, backendURL: String) {
    self.url = url
    self.backendURL = backendURL
  }

  /// Codex's `openai_base_url`.
  var providerURL: String {
    url + (run.map { "/run/\($0)" } ?? "") + "/backend-api/codex"
  }
}

/// An http or https address whose host is this machine, as far as it can be told from the text.
struct LoopbackAddress: Hashable, Sendable {
  private let scheme: String
  private let host: String
  private let rest: String

  /// Takes an address, nil if its host is not loopback.
  init?(_ url: String) {
    guard let separator = url.firstRange(of: "://") else { return nil }
    scheme = url[..<separator.lowerBound].lowercased()
    let afterScheme = url[separator.upperBound...]
    let authorityEnd = afterScheme.firstIndex { "/?#".contains($0) } ?? afterScheme.endIndex
    let authority = afterScheme[..<authorityEnd]
    // A user part could make another host look like this one.
    guard scheme == "http" || scheme == "https", !authority.contains("@") else { return nil }
    let hostEnd: Substring.Index
    if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
      hostEnd = authority.index(after: bracket)
    } else {
      hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
    }
    host = authority[..<hostEnd].lowercased()
    rest = String(afterScheme[hostEnd...])
    guard Self.isLoopback(host) else { return nil }
  }

  /// Whether it is plain http.
  var isPlain: Bool { scheme == "http" }

  /// The address with another host.
  func with(host: String) -> String { "\(scheme)://\(host)\(rest)" }

  /// The address, on plain http with `name` replaced by `number`.
  func replacingHost(_ name: String, by number: String) -> String {
    isPlain && host == name ? with(host: number) : with(host: host)
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
