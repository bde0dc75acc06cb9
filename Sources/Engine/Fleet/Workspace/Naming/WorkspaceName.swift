import EngineCore

/// The name of a workspace: of its container and, as far as it fits, its host name.
package struct WorkspaceName: Hashable, Sendable, CustomStringConvertible {
  /// The longest name: a host name (63, RFC 1123) and the name of its token (64 with `ws-`) must fit.
  package static let maximumLength = 61

  /// The name.
  package let text: String

  /// Takes a name that was typed.
  ///
  /// - Throws: `WorkspaceError.badName` for anything that an engine would not take.
  package init(_ text: String) throws(WorkspaceError) {
    let isWord = text.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    guard (2...Self.maximumLength).contains(text.utf8.count), isWord,
      text.utf8.first.map(Slug.isLetterOrDigit) == true
    else { throw .badName(text) }
    self.text = text
  }

  /// The name of a new workspace: owner, repository and time.
  ///
  /// - Parameters:
  ///   - repository: what it is for, nil for nothing.
  ///   - now: when it is made.
  ///   - prefix: what it begins with.
  init(for repository: RepositorySpec?, at now: Date, prefix: WorkspacePrefix = .standard) {
    let words = repository.map { $0.owner + "-" + $0.name } ?? "scratch"
    let time = "-" + Self.stamp(now)
    let room = Self.maximumLength - prefix.text.utf8.count - time.utf8.count
    let slug = Slug.of(words, limit: room)
    text = prefix.text + (slug.isEmpty ? "scratch" : slug) + time
  }

  /// The name as the container's host name.
  package var hostName: String { Slug.of(text, limit: Self.maximumLength) }

  /// The name of its token for the proxy, which is nobody else's.
  package var token: String { "ws-" + text }

  /// The name of one of its volumes.
  package func volume(_ part: String) -> String { "\(text)-\(part)" }

  package var description: String { text }

  private static func stamp(_ date: Date) -> String {
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
    return date.formatted(style).replacing("T", with: "-").replacing("Z", with: "")
  }
}
