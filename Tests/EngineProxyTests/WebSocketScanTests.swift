import EngineKernel
import EngineProxy
import Testing

@Suite("WebSocketScan")
struct WebSocketScanTests {
  /// A frame as a server (no mask) or a client sends it.
  static func frame(
    _ code: UInt8, _ payload: [UInt8], isLast: Bool = true, mask: [UInt8]? = nil
  ) -> [UInt8] {
    let marked: UInt8 = mask == nil ? 0 : 0x80
    var bytes = [(isLast ? 0x80 : 0) | code]
    if payload.count < 126 {
      bytes.append(marked | UInt8(payload.count))
    } else if payload.count < 65_536 {
      bytes += [marked | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    } else {
      bytes.append(marked | 127)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    guard let mask else { return bytes + payload }
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
  }

  static func raw(_ piece: WebSocketScan.Piece) -> [UInt8] {
    switch piece {
    case .text(_, let raw), .close(let raw): raw
    case .long(let raw), .other(let raw), .invalid(let raw): raw
    }
  }

  static func texts(_ pieces: [WebSocketScan.Piece]) -> [String] {
    pieces.compactMap { piece in
      if case .text(let data, _) = piece { String(decoding: data, as: UTF8.self) } else { nil }
    }
  }

  @Test("messages are found in any pieces, and every byte comes out again", arguments: 1...40)
  func pieces(size: Int) {
    let mask: [UInt8] = [1, 2, 3, 4]
    let stream =
      Self.frame(1, Array("hello".utf8), mask: mask)
      + Self.frame(9, [7], mask: mask)
      + Self.frame(1, Array("in ".utf8), isLast: false, mask: mask)
      + Self.frame(0, Array("parts".utf8), mask: mask)
      + Self.frame(1, Array(repeating: 97, count: 70_000), mask: mask)
    var scan = WebSocketScan(isMasked: true)
    var pieces: [WebSocketScan.Piece] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      pieces += scan.take(Array(stream[start..<min(start + size, stream.count)]))
    }

    #expect(Self.texts(pieces).map(\.utf8.count) == [5, 8, 70_000])
    #expect(Self.texts(pieces).prefix(2) == ["hello", "in parts"])
    #expect(pieces.flatMap(Self.raw) == stream)
  }

  @Test("a message that another begins within passes unread, and none of its bytes is lost")
  func unfinished() {
    let stream =
      Self.frame(1, Array("never ".utf8), isLast: false) + Self.frame(1, Array("whole".utf8))
    var scan = WebSocketScan(isMasked: false)

    let pieces = scan.take(stream)

    #expect(Self.texts(pieces) == ["whole"])
    #expect(pieces.flatMap(Self.raw) == stream)
  }

  @Test("a message over the limit passes unread, and the next one is read")
  func long() {
    let long = Self.frame(1, Array(repeating: 97, count: WebSocketScan.messageLimit + 1))
    let stream = long + Self.frame(1, Array("after".utf8))
    var scan = WebSocketScan(isMasked: false)

    let pieces = scan.take(stream)

    #expect(Self.texts(pieces) == ["after"])
    #expect(pieces.flatMap(Self.raw) == stream)
  }

  @Test("a message that pings interrupt is read all the same, and its bytes keep their order")
  func interrupted() {
    let stream =
      Self.frame(1, Array("in ".utf8), isLast: false) + Self.frame(9, []) + Self.frame(10, [1])
      + Self.frame(0, Array("parts".utf8)) + Self.frame(1, Array("after".utf8))
    var scan = WebSocketScan(isMasked: false)

    let pieces = scan.take(stream)

    #expect(Self.texts(pieces) == ["in parts", "after"])
    #expect(pieces.flatMap(Self.raw) == stream)
  }

  @Test("a message that a close interrupts is passed on unread before it")
  func interruptedByClose() {
    let beginning = Self.frame(1, Array("in ".utf8), isLast: false)
    let end = Self.frame(8, [3, 232])
    var scan = WebSocketScan(isMasked: false)

    #expect(scan.take(beginning + end) == [.long(beginning), .close(raw: end)])
  }

  @Test("a close frame is told from others")
  func close() {
    var scan = WebSocketScan(isMasked: false)
    let bytes = Self.frame(8, [3, 232])

    #expect(scan.take(bytes) == [.close(raw: bytes)])
  }

  static let nonsense: [[UInt8]] = [
    frame(1, [65], mask: [1, 2, 3, 4]), [0xC1, 1, 65], [0x09, 0], [0x89, 126, 0, 200],
    [0x81, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0],
  ]

  @Test("what is no WebSocket, or uses what was not agreed on, passes unread", arguments: nonsense)
  func invalid(bytes: [UInt8]) {
    var scan = WebSocketScan(isMasked: false)
    let more = Self.frame(1, [65])

    #expect(scan.take(bytes) == [.invalid(bytes)])
    #expect(scan.take(more) == [.other(more)])
  }
}
