import EngineCore

/// Where the backend wants an account's requests: workspaces may be bound to an origin or a region.
package struct WorkspaceRouting: Hashable, Sendable, Codable {
  /// The header that carries `override`.
  package static let headerName = "x-openai-account-routing-override"

  /// The origin to send to, always https and without a path; nil means any.
  package let origin: String?
  /// The value of the routing header, nil for none.
  package let override: String?

  /// A routing of its parts.
  package init(origin: String?, override: String?) {
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
