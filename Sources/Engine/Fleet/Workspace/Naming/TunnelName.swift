import EngineCore

/// The name of a tunnel: lower-case letters, digits and dashes, at most 20 of them.
package struct TunnelName: Hashable, Sendable, CustomStringConvertible {
  /// The longest name that the tunnel's service takes.
  package static let maximumLength = 20

  /// The name.
  package let text: String

  /// Takes a name that was typed.
  ///
  /// - Throws: `WorkspaceError.badTunnelName` if it does not fit; it is never changed.
  package init(_ text: String) throws(WorkspaceError) {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isPlain, (1...Self.maximumLength).contains(text.utf8.count) else {
      throw .badTunnelName(text)
    }
    self.text = text
  }

  /// The name for a workspace: its own without prefix and time; one that is too long is cut and gets
  /// four digits of its hash, so that two of them differ.
  init(for workspace: String, prefix: WorkspacePrefix = .standard) {
    var rest = Substring(workspace)
    if let known = prefix.known.first(where: { workspace.hasPrefix($0.text) }) {
      rest = rest.dropFirst(known.text.count)
    }
    if let time = rest.firstMatch(of: /-[0-9]{8}-[0-9]{6}$/) {
      rest = rest[..<time.range.lowerBound]
    }
    let slug = Slug.of(String(rest), limit: .max)
    guard slug.utf8.count > Self.maximumLength else {
      text = slug.isEmpty ? "workspace" : slug
      return
    }
    let digits = SHA256.hexadecimal(slug).prefix(4)
    text = Slug.of(slug, limit: Self.maximumLength - 5) + "-" + digits
  }

  package var description: String { text }
}
