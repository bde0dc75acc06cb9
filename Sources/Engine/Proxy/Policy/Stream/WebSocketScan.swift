/// Takes the bytes of one direction of a WebSocket apart into frames, without changing one of them
/// (RFC 6455, section 5). A text is handed on whole as long as it can be kept; of a longer one the beginning
/// is shown and the pieces pass as they come.
package struct WebSocketScan: Hashable, Sendable {
  /// What was found.
  package enum Piece: Hashable, Sendable {
    /// A whole text message in one or more frames, and the bytes it came in, with the control frames among
    /// them.
    case text([UInt8], raw: [UInt8])
    /// The first bytes of a message that is too long to be kept, or no text: how its payload begins, and the
    /// bytes it came in. The others follow.
    case long(beginning: [UInt8], raw: [UInt8])
    /// All of that message has passed.
    case longEnd
    /// Anything else that is only passed on: control frames, further pieces of long messages.
    case other([UInt8])
    /// A close frame, and the bytes it came in.
    case close(raw: [UInt8])
    /// Bytes that are no WebSocket, or one that uses what was not agreed on: nothing more is read.
    case invalid([UInt8])
  }

  /// Longer messages are passed on unread, in bytes.
  static let messageLimit = 1 << 20
  /// So much of their payload is shown, in bytes, if their first frame has it.
  static let beginningLimit = 4 << 10
  /// No message that is kept comes in more bytes than this: pings among its frames, and frames that hold
  /// nothing, would have no end.
  private static let rawLimit = 2 * messageLimit

  private enum Code {
    static let continuation: UInt8 = 0x0
    static let text: UInt8 = 0x1
    static let close: UInt8 = 0x8
  }

  private var buffer: [UInt8] = []
  private var message: [UInt8] = []
  private var messageRaw: [UInt8] = []
  /// Whether the message under way is a text that is kept.
  private var isKeeping = false
  /// Whether the message under way passes unread.
  private var isLong = false
  /// How many bytes of the frame under way still pass.
  private var passing: UInt64 = 0
  /// Whether that frame is the last of its message.
  private var passesLast = false
  private var isInvalid = false
  /// Whether frames have to be masked: those of a client are, those of a server are not.
  private let isMasked: Bool

  /// One direction of a connection.
  package init(isMasked: Bool) {
    self.isMasked = isMasked
  }

  /// Takes bytes as they came and says what they were; everything comes out again, in its order.
  package mutating func take(_ bytes: [UInt8]) -> [Piece] {
    if isInvalid { return [.other(bytes)] }
    buffer += bytes
    var pieces: [Piece] = []
    var start = 0
    while start < buffer.count {
      if passing > 0 {
        let count = Int(min(passing, UInt64(buffer.count - start)))
        pieces.append(.other(Array(buffer[start..<start + count])))
        pass(passing - UInt64(count), &pieces)
        start += count
        continue
      }
      guard let frame = Frame(buffer[start...]) else { break }
      guard frame.isMasked == isMasked, !frame.hasExtensions else {
        isInvalid = true
        pieces.append(.invalid(messageRaw + buffer[start...]))
        (buffer, message, messageRaw) = ([], [], [])
        return pieces
      }
      let goesOn = isPartOfMessage(frame)
      let isWhole = frame.isControl || goesOn || begins(frame)
      let needed = isWhole ? frame.length : min(frame.length, UInt64(Self.beginningLimit))
      guard UInt64(buffer.count - start) >= UInt64(frame.headLength) + needed else { break }
      if isKeeping && !goesOn { giveUp(&pieces) }
      let end = start + frame.headLength + Int(needed)
      let raw = buffer[start..<end]
      if frame.isControl {
        takeControl(frame, raw, isPart: goesOn, &pieces)
      } else if isWhole {
        keep(frame, raw, &pieces)
      } else {
        letPass(frame, raw, &pieces)
      }
      start = end
    }
    buffer.removeFirst(start)
    return pieces
  }

  /// Whether a frame goes on with the text that is kept: as a part of it, or because it comes in its middle
  /// and bytes keep their order. A close ends a text.
  private func isPartOfMessage(_ frame: Frame) -> Bool {
    guard isKeeping, messageRaw.count <= Self.rawLimit else { return false }
    if frame.isControl { return frame.code != Code.close }
    return frame.code == Code.continuation
      && frame.length <= UInt64(Self.messageLimit - message.count)
  }

  /// Whether a frame begins a text that is kept.
  private func begins(_ frame: Frame) -> Bool {
    frame.code == Code.text && frame.length <= UInt64(Self.messageLimit)
  }

  /// What was kept goes on unread: the message is too long, or another begins before its end, which is not
  /// allowed, but the receiver's to refuse.
  private mutating func giveUp(_ pieces: inout [Piece]) {
    pieces.append(
      .long(beginning: Array(message.prefix(Self.beginningLimit)), raw: messageRaw))
    (isKeeping, isLong, message, messageRaw) = (false, true, [], [])
  }

  private mutating func takeControl(
    _ frame: Frame, _ raw: ArraySlice<UInt8>, isPart: Bool, _ pieces: inout [Piece]
  ) {
    if isPart {
      messageRaw += raw
    } else {
      pieces.append(frame.code == Code.close ? .close(raw: Array(raw)) : .other(Array(raw)))
    }
  }

  private mutating func keep(
    _ frame: Frame, _ raw: ArraySlice<UInt8>, _ pieces: inout [Piece]
  ) {
    (isKeeping, isLong) = (true, false)
    messageRaw += raw
    message += frame.payload(in: raw)
    guard frame.isLast else { return }
    pieces.append(.text(message, raw: messageRaw))
    (isKeeping, message, messageRaw) = (false, [], [])
  }

  /// Hands on how a frame begins that passes unread.
  private mutating func letPass(
    _ frame: Frame, _ raw: ArraySlice<UInt8>, _ pieces: inout [Piece]
  ) {
    let payload = frame.payload(in: raw)
    let isRest = frame.code == Code.continuation && isLong
    pieces.append(isRest ? .other(Array(raw)) : .long(beginning: payload, raw: Array(raw)))
    (isLong, passesLast) = (true, frame.isLast)
    pass(frame.length - UInt64(payload.count), &pieces)
  }

  /// Lets so many bytes of a long message's frame pass; after those of its last frame it has ended.
  private mutating func pass(_ count: UInt64, _ pieces: inout [Piece]) {
    passing = count
    guard count == 0, passesLast else { return }
    (isLong, passesLast) = (false, false)
    pieces.append(.longEnd)
  }

  /// The head of a frame.
  private struct Frame {
    let code: UInt8
    let isLast: Bool
    let hasExtensions: Bool
    let isMasked: Bool
    let headLength: Int
    let length: UInt64

    /// Reads a head; nil while it is incomplete.
    init?(_ bytes: ArraySlice<UInt8>) {
      let start = bytes.startIndex
      guard bytes.count >= 2 else { return nil }
      code = bytes[start] & 0x0F
      isLast = bytes[start] & 0x80 != 0
      isMasked = bytes[start + 1] & 0x80 != 0
      let short = bytes[start + 1] & 0x7F
      let width = short == 127 ? 8 : short == 126 ? 2 : 0
      headLength = 2 + width + (isMasked ? 4 : 0)
      guard bytes.count >= headLength else { return nil }
      let long = bytes[(start + 2)..<(start + 2 + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      length = width == 0 ? UInt64(short) : long
      let isControl = code & 0x08 != 0
      hasExtensions =
        bytes[start] & 0x70 != 0 || isControl && (length > 125 || !isLast) || long >> 63 != 0
    }

    var isControl: Bool { code & 0x08 != 0 }

    /// The payload without its mask.
    func payload(in raw: ArraySlice<UInt8>) -> [UInt8] {
      let body = raw.dropFirst(headLength)
      guard isMasked else { return Array(body) }
      let mask = Array(raw.dropFirst(headLength - 4).prefix(4))
      return body.enumerated().map { $1 ^ mask[$0 % 4] }
    }
  }
}
