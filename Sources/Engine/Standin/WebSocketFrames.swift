import EngineCore
import EngineHTTP

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

  /// The next whole message, nil if more bytes are needed. What is neither text, ping nor close is
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

/// The server's part of a WebSocket handshake (RFC 6455, section 4.2.2).
enum WebSocketGreeting {
  /// The header fields that accept an upgrade; nil if the request brings no key.
  static func fields(for request: StandinRequest) -> [HTTPField]? {
    guard let key = request.header("sec-websocket-key") else { return nil }
    let digest = sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
    return [
      HTTPField("Upgrade", "websocket"), HTTPField("Connection", "Upgrade"),
      HTTPField("Sec-WebSocket-Accept", Data(digest).base64EncodedString()),
    ]
  }

  /// SHA-1, which the protocol demands and nothing is protected by (RFC 3174).
  static func sha1(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    padded += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - 8 * $0)) }
    for start in stride(from: 0, to: padded.count, by: 64) {
      digest(padded[start..<start + 64], into: &state)
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }
  }

  private static func digest(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { index in
      block[index..<index + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<80 {
      let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
      words.append(rotated(mixed, by: 1))
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for (index, word) in words.enumerated() {
      let (choice, constant) = round(index / 20, b, c, d)
      (a, b, c, d, e) = (
        rotated(a, by: 5) &+ choice &+ e &+ constant &+ word, a, rotated(b, by: 30), c, d
      )
    }
    state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
  }

  private static func round(
    _ number: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> (choice: UInt32, constant: UInt32) {
    switch number {
    case 0: (b & c | ~b & d, 0x5A82_7999)
    case 1: (b ^ c ^ d, 0x6ED9_EBA1)
    case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
    default: (b ^ c ^ d, 0xCA62_C1D6)
    }
  }

  private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 {
    word << bits | word >> (32 - bits)
  }
}

/// Turns over WebSocket: every message of the client is a request of its own.
struct WebSocketConversation: Sendable {
  let standin: Standin
  let time: any TimeSource
  /// The request that opened the connection.
  let opening: StandinRequest
  let stream: ByteStream

  /// Serves messages until one side ends the connection.
  ///
  /// - Throws: `HTTPServerError` or `CancellationError` when the client leaves.
  func serve() async throws {
    var frames = WebSocketFrames()
    while let bytes = try await stream.read() {
      frames.append(bytes)
      while let message = frames.next() {
        switch message {
        case .text(let text):
          guard try await serveTurn(Data(text)) else { return await stream.close() }
        case .ping(let payload): try await stream.write(WebSocketFrames.frame(.pong, payload))
        case .close:
          try await stream.write(WebSocketFrames.frame(.close, []))
          return await stream.close()
        }
      }
    }
  }

  /// Serves one turn.
  ///
  /// - Returns: whether the connection goes on.
  private func serveTurn(_ body: Data) async throws -> Bool {
    let exchange = await standin.receive(opening.message(body))
    do {
      return try await perform(exchange)
    } catch {
      await standin.end(exchange, as: .clientLeft)
      throw error
    }
  }

  private func perform(_ exchange: StandinState.Exchange) async throws -> Bool {
    let answer = exchange.answer
    let steps = answer.status == 200 ? answer.body : [.bytes(answer.errorFrame)]
    for step in answer.beforeHead + steps {
      switch step {
      case .bytes(let data):
        for text in EventStream.messages(in: data) {
          // The end is noted first: anyone who has the last frame finds it in the log.
          if step == steps.last { await standin.end(exchange, as: .complete) }
          try await stream.write(WebSocketFrames.frame(.text, text))
        }
      case .pause(let milliseconds): try await time.sleep(for: .milliseconds(milliseconds))
      case .hang:
        while try await stream.read() != nil {}
        throw HTTPServerError.clientLeft
      case .cut:
        await standin.end(exchange, as: .cut)
        return false
      }
    }
    return true
  }
}
