import EngineCore

/// The first part of a request: everything before its body.
struct RequestHead: Hashable, Sendable {
  /// `GET`, `POST` and so on, as written.
  let method: String
  /// What is asked for, as written: path and query, or an absolute address.
  let target: String
  /// Whether the client speaks HTTP/1.1, not 1.0.
  let isVersion11: Bool
  /// The header fields in their order.
  let headers: [HTTPField]
  /// How the body is delimited.
  let bodyLength: RequestBodyLength

  /// The path of the target without its query, still percent-encoded.
  var path: String {
    let path = originForm.prefix { $0 != "?" }
    return path.isEmpty ? "/" : String(path)
  }

  /// What follows the first `?` of the target, nil without one.
  var query: String? {
    let form = originForm
    return form.firstIndex(of: "?").map { String(form[form.index(after: $0)...]) }
  }

  /// Whether the client wants to use the connection again.
  var keepsAlive: Bool {
    let options = connectionOptions
    return isVersion11 ? !options.contains("close") : options.contains("keep-alive")
  }

  /// Whether the client waits for `100 Continue` before it sends the body.
  var expectsContinue: Bool {
    isVersion11
      && headers.contains { $0.isNamed("expect") && $0.value.lowercased() == "100-continue" }
  }

  /// The words of all `Connection` fields, in lower case.
  var connectionOptions: [String] {
    headers.lazy.filter { $0.isNamed("connection") }
      .flatMap { $0.value.split(separator: ",") }
      .map { $0.trimmingSpaces.lowercased() }
  }

  // An absolute address has its authority before the path.
  private var originForm: Substring {
    guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else {
      return target[...]
    }
    let rest = target[scheme.upperBound...]
    return rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0...] } ?? ""
  }
}

extension StringProtocol {
  /// The text without blanks and tabs at its ends.
  var trimmingSpaces: SubSequence {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isBlank($0) }) else { return self[endIndex...] }
    let last = lastIndex { !isBlank($0) } ?? first
    return self[first...last]
  }
}

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

/// Reads header lines strictly: what another reader could understand differently is refused.
enum FieldParser {
  /// A header field of its line, without the line's end.
  ///
  /// - Throws: `RequestParseError.malformed`.
  static func field(_ line: ArraySlice<UInt8>) throws(RequestParseError) -> HTTPField {
    guard let first = line.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\t") else {
      throw .malformed("a header line is folded")
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte)
    else { throw .malformed("a header name is invalid") }
    let value = trimmed(line[(colon + 1)...])
    guard value.allSatisfy(isValueByte) else { throw .malformed("a header value is invalid") }
    return HTTPField(text(line[..<colon]), text(value))
  }

  /// Whether a byte may be part of a method or a field name.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    // ! # $ % & ' * + - . ^ _ ` | ~ (RFC 9110, 5.6.2), as numbers: this runs for every byte of a name.
    case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5e...0x60, 0x7c, 0x7e:
      true
    default:
      false
    }
  }

  /// Whether a byte may be part of a field value.
  static func isValueByte(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
  }

  /// Bytes as text; bytes that are not UTF-8 are read as Latin-1, so that none is lost.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
    return String(scalars)
  }

  /// Bytes without blanks at their ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return bytes.prefix(0) }
    return bytes[first...last]
  }
}
