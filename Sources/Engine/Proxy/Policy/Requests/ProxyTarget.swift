import EngineCore

/// What a request's target asks for.
package struct ProxyTarget: Hashable, Sendable {
  /// Who answers.
  package enum Kind: Hashable, Sendable {
    /// The backend: a turn.
    case responses
    /// The backend: the compaction of older versions.
    case compact
    /// The backend: the list of models.
    case models
    /// The backend: anything else of it.
    case backend
    /// The proxy: which workspaces the pool's own account has.
    case accountsCheck
    /// The proxy: renewing the pool's own token.
    case token
    /// The proxy: whether it lives.
    case health
    /// The proxy: counters.
    case metrics
    /// The proxy: its state.
    case status
  }

  /// Who answers.
  package let kind: Kind
  /// The path below the backend's base, with its query as it came; empty where the proxy answers.
  let path: String
  /// The run whose request it is, nil if the target names none.
  let run: RunID?

  /// The longest target, in bytes.
  private static let longest = 8_192
  private static let own: [String: Kind] = [
    "/healthz": .health, "/metrics": .metrics, "/status": .status, "/oauth/token": .token,
    "/oauth/revoke": .token, "/backend-api/wham/accounts/check": .accountsCheck,
  ]
  private static let known: [String: Kind] = [
    "/codex/responses": .responses, "/codex/responses/compact": .compact, "/codex/models": .models,
  ]

  /// Reads a target without a token; nil for what no one here serves.
  init?(_ target: String) {
    guard target.utf8.count <= Self.longest else { return nil }
    let end = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    guard Self.isPlain(target[..<end]), Self.isPrintable(target) else { return nil }
    let path: String
    (run, path) = Self.split(String(target[..<end]))
    if let kind = Self.own[path] {
      self.kind = kind
      self.path = ""
      return
    }
    guard let below = Self.belowBase(path) else { return nil }
    kind = Self.known[below] ?? .backend
    self.path = below + target[end...]
  }

  /// The run and the rest of `/run/<number>/…`.
  private static func split(_ path: String) -> (run: RunID?, rest: String) {
    let prefix = "/run/"
    guard path.hasPrefix(prefix) else { return (nil, path) }
    let tail = path.dropFirst(prefix.count)
    let digits = tail.prefix { $0 != "/" }
    guard digits.allSatisfy(\.isNumber), let number = Int64(digits) else { return (nil, path) }
    return (RunID(number), String(tail.dropFirst(digits.count)))
  }

  /// The path below the backend's base.
  private static func belowBase(_ path: String) -> String? {
    let base = "/backend-api"
    if path.hasPrefix(base + "/") { return String(path.dropFirst(base.count)) }
    if path.hasPrefix("/codex/") { return path }
    let other = ["/v1/responses", "/v1/responses/compact", "/v1/models"]
    return other.contains(path) ? "/codex" + path.dropFirst(3) : nil
  }

  /// Whether a path is what it looks like: no step upwards, no empty step, nothing encoded that would
  /// be one, nothing after a fragment.
  private static func isPlain(_ path: Substring) -> Bool {
    let bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    guard bytes.first == slash else { return false }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case slash: if index > 0, bytes[index - 1] == slash { return false }
      case UInt8(ascii: "\\"), UInt8(ascii: "#"), UInt8(ascii: "@"): return false
      case UInt8(ascii: "%"): if isTrap(bytes[(index + 1)...].prefix(2)) { return false }
      default: break
      }
    }
    return !bytes.split(separator: slash).contains {
      $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }
  }

  /// Whether an encoded byte would be a step, a separator, another encoding or an end.
  private static func isTrap(_ code: ArraySlice<UInt8>) -> Bool {
    ["2e", "2f", "5c", "25", "00"].contains(String(decoding: code, as: UTF8.self).lowercased())
  }

  private static func isPrintable(_ target: String) -> Bool {
    target.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
  }
}
