import EngineCore

/// Splits the bytes of a WebSocket client into messages, and makes the server's frames.
struct WebSocketFrames: Sendable {
  /// What a client says.
  enum Message: Hashable, Sendable {
    case text([UInt8])
    case ping([UInt8])
    case close
  }

  /// What a server says.
  enum Kind: UInt8, Sendable {
    case text = 0x1
    case close = 0x8
    case pong = 0xA
  }

  // As much as the server takes over HTTP.
  private static let payloadLimit = 64 << 20

  private var buffer: [UInt8] = []
  private var fragments: [UInt8] = []

  /// Takes bytes as they arrive.
  mutating func append(_ bytes: [UInt8]) { buffer += bytes }

  /// The next whole message, nil if more bytes are needed. What is no text, no ping and no close is
  /// passed over.
  mutating func next() -> Message? {
    while let frame = nextFrame() {
      switch frame.code {
      case 0x0, 0x1:
        fragments += frame.payload
        guard frame.isLast else { continue }
        defer { fragments = [] }
        return .text(fragments)
      case 0x8: return .close
      case 0x9: return .ping(frame.payload)
      default: continue
      }
    }
    return nil
  }

  /// One frame of the server, which is never masked.
  static func frame(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
    let head = [0x80 | kind.rawValue]
    if payload.count < 126 { return head + [UInt8(payload.count)] + payload }
    let width = payload.count < 65_536 ? 2 : 8
    let length = (0..<width).map { index in
      UInt8(truncatingIfNeeded: payload.count >> (8 * (width - 1 - index)))
    }
    return head + [width == 2 ? 126 : 127] + length + payload
  }

  private mutating func nextFrame() -> (code: UInt8, isLast: Bool, payload: [UInt8])? {
    guard buffer.count >= 2 else { return nil }
    let (code, isLast) = (buffer[0] & 0x0F, buffer[0] & 0x80 != 0)
    let isMasked = buffer[1] & 0x80 != 0
    let short = Int(buffer[1] & 0x7F)
    let lengthWidth = short == 127 ? 8 : short == 126 ? 2 : 0
    let headLength = 2 + lengthWidth + (isMasked ? 4 : 0)
    guard buffer.count >= headLength else { return nil }
    let long = buffer[2..<2 + lengthWidth].reduce(0) { $0 << 8 | Int($1) }
    let length = lengthWidth == 0 ? short : long
    // A length beyond all reason may also have come out negative.
    guard (0...Self.payloadLimit).contains(length) else { return (0x8, true, []) }
    guard buffer.count - headLength >= length else { return nil }
    let mask = isMasked ? Array(buffer[(headLength - 4)..<headLength]) : [0, 0, 0, 0]
    let payload = buffer[headLength..<headLength + length].enumerated().map { index, byte in
      byte ^ mask[index % 4]
    }
    buffer.removeFirst(headLength + length)
    return (code, isLast, payload)
  }
}
