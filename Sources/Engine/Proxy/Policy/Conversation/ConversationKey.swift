import EngineCore

/// Which conversation a request belongs to: a digest of the identifier codex sends, so that no
/// identifier is stored.
package struct ConversationKey: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Identifiers longer than this are none, in bytes.
  static let longestIdentifier = 256

  /// The headers that name a conversation, the most exact first; codex changed their spelling once.
  private static let headers = [
    "thread-id", "thread_id", "conversation-id", "conversation_id", "session-id", "session_id",
  ]

  /// 32 hexadecimal digits.
  package let digest: String

  /// The key of an identifier; nil for an empty, overlong or unprintable one.
  init?(identifier: String) {
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
  init?(headers: [HTTPField], body: ArraySlice<UInt8>? = nil) {
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

/// Finds the text members of a JSON object without reading the rest of it: a request is up to many
/// megabytes, of which one short member matters.
struct TopLevelStrings {
  /// At most so many bytes are looked at: 8 MiB.
  private static let scanLimit = 8 << 20
  /// A member longer than this is not kept, in bytes.
  private static let longestValue = 1_024

  /// Valid while `values` runs; a buffer and not a slice, because this looks at every byte.
  private let bytes: UnsafeBufferPointer<UInt8>
  private let stopsEarly: Bool
  private let wanted: [String: [UInt8]]
  private var place: Int
  private var found: [String: String] = [:]

  /// The members of these names whose values are texts; of two of one name the last one. What is no
  /// JSON object has none.
  ///
  /// - Parameters:
  ///   - names: The members' names.
  ///   - bytes: The JSON.
  ///   - stopsEarly: Whether to stop at the first of each, where a wrong one does no harm.
  /// - Returns: What was found.
  static func values(
    of names: [String], in bytes: ArraySlice<UInt8>, stopsEarly: Bool = false
  ) -> [String: String] {
    bytes.prefix(scanLimit).withUnsafeBufferPointer { buffer in
      var scan = TopLevelStrings(names, buffer, stopsEarly: stopsEarly)
      scan.run()
      return scan.found
    }
  }

  private init(_ names: [String], _ bytes: UnsafeBufferPointer<UInt8>, stopsEarly: Bool) {
    self.bytes = bytes
    self.stopsEarly = stopsEarly
    wanted = Dictionary(names.map { ($0, Array("\"\($0)\"".utf8)) }) { first, _ in first }
    place = bytes.startIndex
  }

  private mutating func run() {
    guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return }
    var depth = 0
    var name: String?
    var isValue = false
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        let text = takeString()
        if depth != 1 { continue }
        if isValue, let name {
          keep(text, as: name)
          if stopsEarly && found.count == wanted.count { return }
        }
        if !isValue { name = wanted.first { $0.value.elementsEqual(text) }?.key }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":"): if depth == 1 { isValue = true }
      case UInt8(ascii: ","): if depth == 1 { (isValue, name) = (false, nil) }
      default: break
      }
      place += 1
      if depth == 0 && place > bytes.startIndex + 1 && bytes[place - 1] == UInt8(ascii: "}") {
        return
      }
    }
  }

  /// The text that begins here with its quotes, as it is written.
  private mutating func takeString() -> Slice<UnsafeBufferPointer<UInt8>> {
    let start = place
    place += 1
    while place < bytes.endIndex, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place = min(place + 1, bytes.endIndex)
    return bytes[start..<place]
  }

  private mutating func keep(_ text: Slice<UnsafeBufferPointer<UInt8>>, as name: String) {
    found[name] = nil
    guard text.count <= Self.longestValue else { return }
    found[name] = (try? JSONReader.value(in: Array(text)))?.text
  }
}
