import EngineCore

@testable import EngineHTTP

extension FuzzCase {
  /// Requests to our server: what arrives in pieces means what it means as a whole, and a head that was
  /// taken holds nothing that could break out of its line.
  static let http = FuzzCase(name: "http") { bytes in
    // The first byte says how the rest is cut.
    guard let cut = bytes.first else { return }
    let stream = bytes.dropFirst()

    let whole = outcome(of: [stream])
    let pieces = outcome(of: split(stream, at: Int(cut) % 31 + 1))

    try promise("pieces mean what the whole means", pieces.events == whole.events)
    // A head may be both too large and malformed, and pieces show the one before the other.
    try promise(
      "pieces are refused as the whole is", (pieces.error == nil) == (whole.error == nil))
    for case .head(let head) in whole.events { try checkHead(head) }
    try promise(
      "an error has a status", whole.error.map { (400...599).contains($0.status) } ?? true)
    try promise("an error is safe to print", isPrintable(whole.error?.detail ?? ""))
  }

  private struct Outcome {
    var events: [RequestEvent] = []
    var error: RequestParseError?

    /// How a body is cut into events depends on the pieces; its bytes do not.
    mutating func add(_ event: RequestEvent) {
      if case .body(let more) = event, case .body(let bytes) = events.last {
        events[events.count - 1] = .body(bytes + more)
      } else {
        events.append(event)
      }
    }
  }

  private static func outcome(of pieces: [ArraySlice<UInt8>]) -> Outcome {
    var parser = RequestParser(headLimit: 512)
    var outcome = Outcome()
    for piece in pieces {
      parser.append(piece)
      do {
        while let event = try parser.next() { outcome.add(event) }
      } catch {
        outcome.error = error
        return outcome
      }
    }
    return outcome
  }

  private static func split(_ bytes: ArraySlice<UInt8>, at size: Int) -> [ArraySlice<UInt8>] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { start in
      bytes[start..<min(start + size, bytes.endIndex)]
    }
  }

  private static func checkHead(_ head: RequestHead) throws {
    let breaks: (Character) -> Bool = { $0.isNewline || $0 == "\0" }
    try promise(
      "a method is one word", !head.method.isEmpty && !head.method.contains { $0.isWhitespace })
    try promise(
      "a target is one word",
      !head.target.isEmpty && !head.target.contains(where: breaks) && !head.target.contains(" "))
    try promise(
      "a header stays in its line",
      !head.headers.contains {
        $0.name.contains(where: breaks)
          || $0.value.unicodeScalars.contains { $0 == "\r" || $0 == "\n" || $0 == "\0" }
      })
    try promise("a header has a name", head.headers.allSatisfy { !$0.name.isEmpty })
    _ = (head.path, head.query, head.keepsAlive, head.expectsContinue)
    if case .fixed(let count) = head.bodyLength {
      try promise("a length is not negative", count >= 0)
    }
  }
}
