import EngineCore
import Testing

@testable import EngineProxyPolicy

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
    case .long(_, let raw), .other(let raw), .invalid(let raw): raw
    case .longEnd: []
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

  @Test(
    "of a message over the limit the beginning is shown and its end told, and the next one is read",
    arguments: [1, 5_000, 1 << 20, 3 << 20])
  func long(size: Int) {
    let payload = Array("begins".utf8) + Array(repeating: 97, count: WebSocketScan.messageLimit)
    let mask: [UInt8] = [1, 2, 3, 4]
    let long =
      Self.frame(1, payload, isLast: false, mask: mask) + Self.frame(9, [1], mask: mask)
      + Self.frame(0, Array(repeating: 98, count: 10_000), mask: mask)
    let stream = long + Self.frame(1, Array("after".utf8), mask: mask)
    var scan = WebSocketScan(isMasked: true)
    var pieces: [WebSocketScan.Piece] = []
    // The fine cuts only where something changes.
    for part in [
      stream.prefix(9_000), stream.dropFirst(9_000).dropLast(9_000), stream.suffix(9_000),
    ] {
      let size = part.count > 9_000 ? max(size, 1 << 16) : size
      for start in stride(from: part.startIndex, to: part.endIndex, by: size) {
        pieces += scan.take(Array(part[start..<min(start + size, part.endIndex)]))
      }
    }

    #expect(pieces.flatMap(Self.raw) == stream)
    let told = pieces.filter { if case .other = $0 { false } else { true } }
    #expect(told.count == 3)
    guard case .long(let beginning, _) = told.first else {
      Issue.record("the message passes without a beginning")
      return
    }
    #expect(beginning == Array(payload.prefix(WebSocketScan.beginningLimit)))
    #expect(told[1] == .longEnd)
    #expect(Self.texts(pieces) == ["after"])
  }

  @Test("a text that grows over the limit frame by frame passes from there on, and its end is told")
  func growing() {
    let part = Array(repeating: UInt8(ascii: "x"), count: WebSocketScan.messageLimit / 2)
    let stream =
      Self.frame(1, Array("begins".utf8) + part, isLast: false) + Self.frame(0, part, isLast: false)
      + Self.frame(0, []) + Self.frame(1, Array("after".utf8))
    var scan = WebSocketScan(isMasked: false)

    let pieces = scan.take(stream)

    #expect(pieces.flatMap(Self.raw) == stream)
    guard case .long(let beginning, _) = pieces.first else {
      Issue.record("the message is kept: \(pieces.count)")
      return
    }
    #expect(beginning.starts(with: "begins".utf8))
    #expect(pieces.suffix(2).first == .longEnd && Self.texts(pieces) == ["after"])
  }

  @Test(
    "frames that hold nothing, and pings, are not kept without end",
    arguments: [[UInt8]([0x00, 0x00]), [0x89, 0x00], [0x8A, 0x00]])
  func bounded(frame: [UInt8]) {
    let opening = Self.frame(1, Array("x".utf8), isLast: false)
    let flood = [[UInt8]](repeating: frame, count: 5_000).flatMap { $0 }
    var scan = WebSocketScan(isMasked: false)
    var (held, most) = (opening.count, 0)
    for piece in scan.take(opening) { held -= Self.raw(piece).count }

    for _ in 0..<500 {
      held += flood.count
      for piece in scan.take(flood) { held -= Self.raw(piece).count }
      most = max(most, held)
    }

    #expect(most <= 2 * WebSocketScan.messageLimit + flood.count)
    #expect(held == 0)
    let end = scan.take(Self.frame(0, []) + Self.frame(1, Array("after".utf8)))
    #expect(Self.texts(end) == ["after"] && end.contains(.longEnd))
  }

  @Test("a message that is not text shows how it begins")
  func binary() {
    let frame = Self.frame(2, [1, 2, 3])
    var scan = WebSocketScan(isMasked: false)

    #expect(scan.take(frame) == [.long(beginning: [1, 2, 3], raw: frame), .longEnd])
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

    #expect(
      scan.take(beginning + end)
        == [.long(beginning: Array("in ".utf8), raw: beginning), .close(raw: end)])
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
