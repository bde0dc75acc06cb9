import EngineCore

/// What codex is told of the pool's own workspace, when it asks before its first turn.
enum PoolWorkspace {
  /// An origin that leads nowhere (RFC 6761). codex goes to the named origin when both of its base
  /// addresses have one origin, and would carry the pool's token past the proxy; so it must not exist.
  static let origin = "https://pool.invalid"
  /// The account of a client that names none.
  private static let defaultAccount = "pool"

  /// The answer to `wham/accounts/check`: one account, the one that the client names, bound to nothing.
  static func answer(to headers: [HTTPField]) -> JSONValue {
    let named = headers.value(of: "chatgpt-account-id").map { PrintableText.shortened($0, to: 100) }
    let id = JSONValue.string(named.flatMap { $0.isEmpty ? nil : $0 } ?? defaultAccount)
    return [
      "accounts": [
        [
          "id": id, "plan_type": "pro", "structure": "personal",
          "workspace_backend_origin": .string(origin),
          "account_routing_override": "NO_CONSTRAINT",
        ]
      ],
      "account_ordering": [id], "default_account_id": id,
    ]
  }
}
