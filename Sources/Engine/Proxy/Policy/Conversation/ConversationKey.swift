package import EngineCore

/// Which conversation a request belongs to: a digest of the identifier codex sends, so that no
/// identifier is stored.
package struct ConversationKey: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Identifiers longer than this are none, in bytes.
  package static let longestIdentifier = 256

  /// The headers that name a conversation, the most exact first; codex changed their spelling once.
  private static let headers = [
    "thread-id", "thread_id", "conversation-id", "conversation_id", "session-id", "session_id",
  ]

  /// 32 hexadecimal digits.
  package let digest: String

  /// The key of an identifier; nil for an empty, overlong or unprintable one.
  package init?(identifier: String) {
    let trimmed = identifier.filter { $0 != " " && $0 != "\t" }
    guard !trimmed.isEmpty, trimmed.utf8.count <= Self.longestIdentifier,
      trimmed.unicodeScalars.allSatisfy(PrintableText.isPrintable)
    else { return nil }
    digest = SHA256.fingerprint("conversation:" + trimmed)
  }

  /// The key of a request; nil if it names no conversation.
  ///
  /// - Parameters:
  ///   - headers: The client's header fields.
  ///   - body: The request's body if it is not compressed.
  package init?(headers: [HTTPField], body: ArraySlice<UInt8>? = nil) {
    for name in Self.headers {
      if let value = headers.value(of: name), let key = ConversationKey(identifier: value) {
        self = key
        return
      }
    }
    // codex puts the identifier of the thread there too; other clients of the Responses API may.
    let name = "prompt_cache_key"
    guard let body, let value = TopLevelStrings.values(of: [name], in: body)[name],
      let key = ConversationKey(identifier: value)
    else { return nil }
    self = key
  }

  /// Takes a digest as it was stored; nil for anything else.
  package init?(stored digest: String) {
    let isDigest = digest.utf8.count == 32 && digest.allSatisfy { $0.isHexDigit && $0.isASCII }
    guard isDigest else { return nil }
    self.digest = digest
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let key = ConversationKey(stored: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a digest")
    }
    self = key
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(digest)
  }

  package var description: String { digest }
}
