/// Takes the bytes of one direction of a WebSocket apart into frames, without changing one of them
/// (RFC 6455, section 5). A frame is handed on whole as long as it is of a length that can be read; of a
/// longer one the pieces pass as they come.
package struct WebSocketScan: Hashable, Sendable {
  /// What was found.
  package enum Piece: Hashable, Sendable {
    /// A whole text message in one or more frames, and the bytes it came in, with the control frames among
    /// them.
    case text([UInt8], raw: [UInt8])
    /// The beginning of a message that is too long to be kept, or no text.
    case long([UInt8])
    /// Anything else that is only passed on: control frames, further pieces of long messages.
    case other([UInt8])
    /// A close frame, and the bytes it came in.
    case close(raw: [UInt8])
    /// Bytes that are no WebSocket, or one that uses what was not agreed on: nothing more is read.
    case invalid([UInt8])
  }

  /// Longer messages are passed on unread, in bytes.
  package static let messageLimit = 1 << 20

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
  /// How many bytes of a long frame still pass.
  private var passing: UInt64 = 0
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
        passing -= UInt64(count)
        start += count
        continue
      }
      guard let frame = Frame(buffer[start...]) else { break }
      guard frame.isMasked == isMasked, !frame.hasExtensions else {
        isInvalid = true
        pieces.append(.invalid(messageRaw + buffer[start...]))
        (buffer, messageRaw) = ([], [])
        return pieces
      }
      if frame.isControl || fits(frame) {
        guard UInt64(buffer.count - start) >= UInt64(frame.headLength) + frame.length else { break }
        let end = start + frame.headLength + Int(frame.length)
        if !isPartOfMessage(frame) && !messageRaw.isEmpty {
          // Bytes keep their order, so that what came of the message before has to go on unread; also where
          // another begins before its end, which is not allowed, but the receiver's to refuse.
          pieces.append(.long(messageRaw))
          (isKeeping, message, messageRaw) = (false, [], [])
        }
        if let piece = piece(of: frame, buffer[start..<end]) { pieces.append(piece) }
        start = end
      } else {
        let raw = messageRaw + buffer[start..<start + frame.headLength]
        pieces.append(frame.code == Code.continuation && !isKeeping ? .other(raw) : .long(raw))
        (isKeeping, message, messageRaw) = (false, [], [])
        passing = frame.length
        start += frame.headLength
      }
    }
    buffer.removeFirst(start)
    return pieces
  }

  /// Whether a frame goes on with the text that is kept: as a part of it, or because it comes in its middle
  /// and bytes keep their order. A close ends a text; so do more pings than any server sends.
  private func isPartOfMessage(_ frame: Frame) -> Bool {
    guard isKeeping else { return false }
    if frame.code == Code.continuation { return true }
    return frame.isControl && frame.code != Code.close
      && messageRaw.count <= 2 * Self.messageLimit
  }

  /// Whether a data frame is part of a text that is kept whole.
  private func fits(_ frame: Frame) -> Bool {
    let belongs = frame.code == Code.text || frame.code == Code.continuation && isKeeping
    return belongs && frame.length <= UInt64(Self.messageLimit - message.count)
  }

  private mutating func piece(of frame: Frame, _ raw: ArraySlice<UInt8>) -> Piece? {
    if frame.isControl && isPartOfMessage(frame) {
      messageRaw += raw
      return nil
    }
    if frame.code == Code.close { return .close(raw: Array(raw)) }
    if frame.isControl { return .other(Array(raw)) }
    isKeeping = true
    messageRaw += raw
    message += frame.payload(in: raw)
    guard frame.isLast else { return nil }
    defer { (isKeeping, message, messageRaw) = (false, [], []) }
    return .text(message, raw: messageRaw)
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
