import EngineCore

/// How much was pruned, for the one event that tells it.
package struct PruneTally: Hashable, Sendable, Codable {
  /// How many conversations went.
  package var count = 0
  /// Their size in bytes.
  package var bytes: Int64 = 0

  /// Nothing yet.
  package init() {}

  /// Both together.
  package static func + (first: PruneTally, second: PruneTally) -> PruneTally {
    var sum = first
    sum.count += second.count
    sum.bytes += second.bytes
    return sum
  }

  /// One sentence for the log: `Removed 12 conversations (4.1 MB).`
  package var sentence: String {
    let conversations = count == 1 ? "1 conversation" : "\(count) conversations"
    return "Removed \(conversations) (\(ByteText.of(bytes)))."
  }
}
