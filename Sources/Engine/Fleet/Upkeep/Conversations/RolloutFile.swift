package import EngineCore

/// The file of one conversation: `rollout-2026-11-25T02-30-00-<uuid>.jsonl`, perhaps compressed.
package struct RolloutFile: Hashable, Sendable {
  /// Where it lies, links resolved.
  package let path: FilePath
  /// The conversation's identity, from its name.
  package let id: String
  /// Its size in bytes.
  package let size: Int64
  /// When it was last written.
  package let changedAt: Date
  /// Whether it lies among those that were put away.
  package let isArchived: Bool

  /// A file of its parts; nil if the name is not that of a conversation.
  package init?(path: FilePath, status: FileStatus, isArchived: Bool) {
    guard let id = Self.identity(in: path.name) else { return nil }
    self.path = path
    self.id = id
    size = status.size
    changedAt = status.modifiedAt
    self.isArchived = isArchived
  }

  /// The identity in a file's name, nil if it is none of a conversation.
  package static func identity(in name: String) -> String? {
    guard name.hasPrefix("rollout-") else { return nil }
    for ending in [".jsonl", ".jsonl.zst"] where name.hasSuffix(ending) {
      let id = name.dropLast(ending.count).suffix(36)
      return isIdentity(id) ? String(id) : nil
    }
    return nil
  }

  /// Whether a text has the form of a UUID.
  package static func isIdentity(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }

  /// When the conversation was started: its identity begins with the moment (RFC 9562, version 7).
  package var startedAt: Date? {
    let digits = id.filter { $0 != "-" }
    guard digits.dropFirst(12).first == "7", let milliseconds = UInt64(digits.prefix(12), radix: 16)
    else { return nil }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
  }
}
