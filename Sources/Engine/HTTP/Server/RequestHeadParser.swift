import EngineCore

/// Reads one request head from bytes that arrive in any pieces.
struct RequestHeadParser {
  private static let fieldCountLimit = 256
  private static let methodLengthLimit = 32

  private let limit: Int
  private var scanner = LineScanner()
  private var size = 0
  private var requestLine: (method: String, target: String, isVersion11: Bool)?
  private var fields: [HTTPField] = []

  /// A parser that refuses heads of more than `limit` bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// Whether a part of a head was seen.
  var hasBegun: Bool { size > 0 }

  /// The head, nil while it is incomplete; what was read is taken from the queue.
  mutating func parse(_ queue: inout ByteQueue) throws(RequestParseError) -> RequestHead? {
    while true {
      guard let length = try scanner.line(in: queue.waiting) else {
        if size + queue.count > limit { throw .headTooLarge }
        return nil
      }
      size += length
      if size > limit { throw .headTooLarge }
      let line = queue.waiting.prefix(length - 2)
      defer { queue.drop(length) }
      if let requestLine {
        guard line.isEmpty else {
          fields.append(try FieldParser.field(line))
          if fields.count > Self.fieldCountLimit { throw .headTooLarge }
          continue
        }
        return try finish(requestLine)
      }
      // Some clients send an empty line after a body; it precedes the next request.
      if !line.isEmpty { requestLine = try Self.requestLine(line) }
    }
  }

  private static func requestLine(
    _ line: ArraySlice<UInt8>
  ) throws(RequestParseError) -> (method: String, target: String, isVersion11: Bool) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed("the request line is invalid") }
    let (method, target) = (parts[0], parts[1])
    guard !method.isEmpty, method.count <= methodLengthLimit,
      method.allSatisfy(FieldParser.isTokenByte)
    else { throw .malformed("the method is invalid") }
    guard !target.isEmpty, target.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw .malformed("the target is invalid")
    }
    return (FieldParser.text(method), FieldParser.text(target), try isVersion11(parts[2]))
  }

  private static func isVersion11(_ text: ArraySlice<UInt8>) throws(RequestParseError) -> Bool {
    if text.elementsEqual("HTTP/1.1".utf8) { return true }
    if text.elementsEqual("HTTP/1.0".utf8) { return false }
    guard text.starts(with: "HTTP/".utf8) else { throw .malformed("the version is invalid") }
    throw .unknownVersion
  }

  private mutating func finish(
    _ line: (method: String, target: String, isVersion11: Bool)
  ) throws(RequestParseError) -> RequestHead {
    let hosts = fields.count { $0.isNamed("host") }
    guard hosts == 1 || hosts == 0 && !line.isVersion11 else {
      throw .malformed("there must be one Host")
    }
    let head = RequestHead(
      method: line.method, target: line.target, isVersion11: line.isVersion11, headers: fields,
      bodyLength: try bodyLength(isVersion11: line.isVersion11))
    self = RequestHeadParser(limit: limit)
    return head
  }

  private func bodyLength(isVersion11: Bool) throws(RequestParseError) -> RequestBodyLength {
    let lengths = fields.filter { $0.isNamed("content-length") }
    let codings = fields.filter { $0.isNamed("transfer-encoding") }
    if !codings.isEmpty {
      guard lengths.isEmpty else { throw .malformed("both a length and a transfer coding") }
      guard isVersion11, codings.count == 1 else { throw .malformed("the transfer coding") }
      guard codings[0].value.lowercased() == "chunked" else { throw .unknownCoding }
      return .chunked
    }
    guard let length = lengths.first else { return .none }
    let digits = length.value.utf8
    guard lengths.count == 1, digits.count <= 18, let count = Int(length.value), count >= 0,
      digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { throw .malformed("the content length is invalid") }
    return count == 0 ? .none : .fixed(count)
  }
}
