/// What an address for notices must look like.
enum WebhookAddress {
  /// Addresses that may be spoken to without encryption: this machine's.
  private static let loopback = ["127.0.0.1", "localhost", "[::1]"]

  /// Whether a text is an https address, or a plain http one on this machine.
  static func isOne(_ address: Redacted<String>) -> Bool {
    let text = address.reveal()
    guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return false
    }
    if let rest = rest(of: text, after: "https://") { return !host(in: rest).isEmpty }
    guard let rest = rest(of: text, after: "http://") else { return false }
    let host = host(in: rest)
    // A name before an `@` is no host.
    return !host.contains("@")
      && loopback.contains { host == $0 || host.hasPrefix($0 + ":") }
  }

  private static func rest(of text: String, after scheme: String) -> Substring? {
    text.lowercased().hasPrefix(scheme) ? text.dropFirst(scheme.count) : nil
  }

  /// Everything before the path.
  private static func host(in rest: Substring) -> String {
    rest.prefix { !"/?#".contains($0) }.lowercased()
  }
}
