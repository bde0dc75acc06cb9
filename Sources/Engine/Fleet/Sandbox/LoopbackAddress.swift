/// An http or https address whose host is this machine, as far as it can be told from the text.
package struct LoopbackAddress: Hashable, Sendable {
  private let scheme: String
  private let host: String
  private let rest: String

  /// Takes an address, nil if its host is not loopback.
  package init?(_ url: String) {
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
  package var isPlain: Bool { scheme == "http" }

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
