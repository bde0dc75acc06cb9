package import EngineCore

/// Finds out each account's workspace routing and remembers it for a day.
package struct WorkspaceRouter: Sendable {
  /// What is known of an account's routing.
  package enum Lookup: Hashable, Sendable {
    /// The server's word, or its last one while it cannot be asked.
    case known(WorkspaceRouting)
    /// The server could not be asked and never was.
    case unknown
    /// The server refused the credentials (401).
    case unauthorized
  }

  /// How long an answer holds: a day, in seconds.
  private static let answerAge: Double = 86_400
  /// How long no one asks again after a failure, in seconds.
  private static let failureAge: Double = 300

  private let backend: ChatGPTBackend
  private let client: BackendClient
  private let cache: any ValueCache
  private let time: any TimeSource

  /// A router that asks `backend` through `client`.
  package init(
    backend: ChatGPTBackend, client: BackendClient, cache: any ValueCache, time: any TimeSource
  ) {
    self.backend = backend
    self.client = client
    self.cache = cache
    self.time = time
  }

  /// A router that asks over `transport`, under this swop's name.
  init(
    backend: ChatGPTBackend, transport: any HTTPTransport, version: String,
    cache: any ValueCache, time: any TimeSource
  ) {
    self.init(
      backend: backend, client: BackendClient(transport: transport, version: version),
      cache: cache, time: time)
  }

  /// The routing of the account that `credentials` speak for.
  package func routing(for credentials: Credentials, limit: Duration) async -> Lookup {
    guard let accountID = credentials.accountID else { return .unknown }
    let name = "workspace_routing \(backend.base) \(accountID)"
    if let known = cached(name, maximumAge: Self.answerAge) { return .known(known) }
    let failed = name + " failed"
    // The cache only spares requests: without it the server is asked again.
    let isResting =
      (try? cache.cached(failed, maximumAge: Self.failureAge, now: time.now())) ?? nil
    if isResting == nil {
      switch await ask(accountID, credentials, limit: limit) {
      case .known(let routing):
        remember(routing, as: name)
        return .known(routing)
      case .unauthorized: return .unauthorized
      case .unknown: try? cache.setCached(failed, "", now: time.now())
      }
    }
    return cached(name, maximumAge: nil).map { .known($0) } ?? .unknown
  }

  private func ask(
    _ accountID: String, _ credentials: Credentials, limit: Duration
  ) async -> Lookup {
    let url = backend.url(of: "/wham/accounts/check", routing: nil)
    guard let response = try? await client.get(url, credentials, routing: nil, limit: limit) else {
      return .unknown
    }
    if response.status == 401 { return .unauthorized }
    guard response.status == 200,
      let answer = try? JSONReader.value(in: Array(BackendClient.bytes(of: response))),
      let routing = WorkspaceRouting(accountsCheck: answer, accountID: accountID)
    else { return .unknown }
    return .known(routing)
  }

  private func cached(_ name: String, maximumAge: Double?) -> WorkspaceRouting? {
    let text = (try? cache.cached(name, maximumAge: maximumAge, now: time.now())) ?? nil
    return text.flatMap { try? JSONDecoder().decode(WorkspaceRouting.self, from: Data($0.utf8)) }
  }

  private func remember(_ routing: WorkspaceRouting, as name: String) {
    guard let data = try? JSONEncoder().encode(routing) else { return }
    try? cache.setCached(name, String(decoding: data, as: UTF8.self), now: time.now())
  }
}

/// Where the backend wants an account's requests: workspaces may be bound to an origin or a region.
package struct WorkspaceRouting: Hashable, Sendable, Codable {
  /// The header that carries `override`.
  static let headerName = "x-openai-account-routing-override"

  /// The origin to send to, always https and without a path; nil means any.
  let origin: String?
  /// The value of the routing header, nil for none.
  let override: String?

  /// A routing of its parts.
  init(origin: String?, override: String?) {
    self.origin = origin
    self.override = override
  }

  /// The entry for one account in the answer of `wham/accounts/check`; nil if it has none.
  init?(accountsCheck answer: JSONValue, accountID: String) {
    let entry = answer["accounts"]?.elements?.first { $0["id"]?.text == accountID }
    guard let entry else { return nil }
    origin = entry["workspace_backend_origin"]?.text.flatMap(Self.safeOrigin)
    override = entry["account_routing_override"]?.text.flatMap { word in
      ["us", "us_cr"].contains(word) ? word : nil
    }
  }

  /// An origin that a token may be sent to: https, a host, nothing that could lead elsewhere. Anything
  /// else, `NO_CONSTRAINT` too, counts as none.
  private static func safeOrigin(_ text: String) -> String? {
    let prefix = "https://"
    let lower = text.lowercased()
    guard lower.hasPrefix(prefix) else { return nil }
    var host = lower.dropFirst(prefix.count)
    if host.hasSuffix("/") { host.removeLast() }
    let allowed = host.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":")].contains(byte)
    }
    return allowed && !host.isEmpty ? prefix + host : nil
  }
}
