import CCurl
import EngineCore

/// Puts a request into a curl handle.
struct EasySetup {
  // What the client decides itself.
  private static let framingFields = [
    "content-length", "transfer-encoding", "connection", "expect",
  ]

  // What curl takes at once of a body, and of an answer, in bytes. It keeps room for both until the answer
  // ends; the 64 and 16 KiB that it takes unless told otherwise would be most of a stream's memory.
  private static let uploadRoom = (1 << 14)...(1 << 16)
  private static let receiveRoom = 1 << 12

  private let transfer: Transfer
  private let settings: ClientSettings

  private var easy: UnsafeMutableRawPointer { transfer.easy }
  private var request: ClientRequest { transfer.request }

  init(_ transfer: Transfer, settings: ClientSettings) {
    self.transfer = transfer
    self.settings = settings
  }

  /// Sets everything; the transfer owns the list of header lines afterwards.
  ///
  /// - Throws: `HTTPError.malformed` for a method or a field that cannot be sent.
  func apply() throws(HTTPError) {
    guard !request.method.isEmpty, request.method.utf8.allSatisfy(FieldParser.isTokenByte) else {
      throw .malformed(host: transfer.target.host, detail: "the method cannot be sent")
    }
    _ = ccurl_easy_set_text(easy, CURLOPT_URL, request.url)
    setBehaviour()
    setCallbacks()
    setBody()
    try setHeaders()
  }

  /// Sets a handle up for a raw connection: no request of curl's own, and no other protocol in it.
  static func applyTunnel(
    _ easy: UnsafeMutableRawPointer, url: String, _ target: TargetAddress, _ limits: ClientLimits,
    _ settings: ClientSettings
  ) {
    _ = ccurl_easy_set_text(easy, CURLOPT_URL, url)
    _ = ccurl_easy_set_number(easy, CURLOPT_CONNECT_ONLY, 1)
    _ = ccurl_easy_set_number(easy, CURLOPT_FRESH_CONNECT, 1)
    _ = ccurl_easy_set_number(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    setConnection(easy, target, limits, settings)
  }

  private static func setConnection(
    _ easy: UnsafeMutableRawPointer, _ target: TargetAddress, _ limits: ClientLimits,
    _ settings: ClientSettings
  ) {
    for option in [CURLOPT_NOSIGNAL, CURLOPT_PATH_AS_IS, CURLOPT_SUPPRESS_CONNECT_HEADERS] {
      _ = ccurl_easy_set_number(easy, option, 1)
    }
    _ = ccurl_easy_allow_http_only(easy)
    let (seconds, attoseconds) = limits.connect.components
    let milliseconds = min(seconds, 1 << 20) * 1000 + attoseconds / 1_000_000_000_000_000
    _ = ccurl_easy_set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(milliseconds)))
    if let file = settings.trustedCertificates {
      _ = ccurl_easy_set_text(easy, CURLOPT_CAINFO, file.text)
    }
    // Proxies come from the environment, but none can reach this machine's loopback for us.
    if target.isLoopback { _ = ccurl_easy_set_text(easy, CURLOPT_PROXY, "") }
  }

  private func setBehaviour() {
    Self.setConnection(easy, transfer.target, request.limits, settings)
    _ = ccurl_easy_set_number(easy, CURLOPT_HTTP_CONTENT_DECODING, 0)
    _ = ccurl_easy_set_number(
      easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    if transfer.target.isSecure { _ = ccurl_easy_set_number(easy, CURLOPT_PIPEWAIT, 1) }
    _ = ccurl_easy_set_number(easy, CURLOPT_BUFFERSIZE, Self.receiveRoom)
    let idle = Int(clamping: settings.idleLimit.components.seconds)
    _ = ccurl_easy_set_number(easy, CURLOPT_MAXAGE_CONN, max(1, idle))
  }

  private func setCallbacks() {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    for option in [
      CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA,
    ] {
      _ = ccurl_easy_set_pointer(easy, option, context)
    }
    _ = ccurl_easy_set_transfer(easy, CURLOPT_HEADERFUNCTION, TransferCallbacks.header)
    _ = ccurl_easy_set_transfer(easy, CURLOPT_WRITEFUNCTION, TransferCallbacks.write)
    _ = ccurl_easy_set_transfer(easy, CURLOPT_READFUNCTION, TransferCallbacks.read)
    _ = ccurl_easy_set_seek(easy, TransferCallbacks.seek)
  }

  private func setBody() {
    let length: Int? =
      switch request.body {
      case .none: ["POST", "PUT", "PATCH"].contains(request.method) ? 0 : nil
      case .bytes(let data): data.reveal().count
      case .stream(let length, _): length ?? -1
      }
    if request.method == "HEAD" { _ = ccurl_easy_set_number(easy, CURLOPT_NOBODY, 1) }
    if let length {
      _ = ccurl_easy_set_number(easy, CURLOPT_UPLOAD, 1)
      _ = ccurl_easy_set_size(easy, CURLOPT_INFILESIZE_LARGE, Int64(length))
      let room = length < 0 ? Self.uploadRoom.upperBound : length
      _ = ccurl_easy_set_number(
        easy, CURLOPT_UPLOAD_BUFFERSIZE,
        min(max(room, Self.uploadRoom.lowerBound), Self.uploadRoom.upperBound))
    }
    _ = ccurl_easy_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
  }

  private func setHeaders() throws(HTTPError) {
    var hasAccept = false
    for field in request.headers.reveal()
    where !Self.framingFields.contains(where: field.isNamed) {
      guard (try? AnswerFraming.check(field)) != nil else {
        throw .malformed(host: transfer.target.host, detail: "a header field cannot be sent")
      }
      hasAccept = hasAccept || field.isNamed("accept")
      // curl's way of writing a field without a value.
      add(field.value.isEmpty ? field.name + ";" : field.name + ": " + field.value)
    }
    // An empty field takes away one that curl would add.
    if !hasAccept { add("Accept:") }
    add("Expect:")
    _ = ccurl_easy_set_pointer(easy, CURLOPT_HTTPHEADER, transfer.headerList)
  }

  private func add(_ line: String) {
    transfer.headerList = ccurl_list_append(transfer.headerList, line)
  }
}

/// What a URL says about the server it names.
struct TargetAddress: Hashable, Sendable {
  /// Whether the connection is encrypted.
  let isSecure: Bool
  /// The host, without brackets, user or port.
  let host: String
  /// Scheme, host and port: what connections are shared by.
  let origin: String

  /// Host and port as the URL has them: the value of `Host`.
  let authority: String
  /// Path and query as the URL has them.
  let path: String

  /// Reads an absolute http or https URL, nil for anything else.
  init?(url: String) {
    // By bytes: this runs for every request of the proxy.
    let bytes = Array(url.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = Self.text(bytes[..<colon]).lowercased()
    guard scheme == "http" || scheme == "https", bytes[colon...].starts(with: "://".utf8) else {
      return nil
    }
    let rest = bytes[(colon + 3)...]
    let authority = rest.prefix { !Self.endsAuthority($0) }
    let server = authority[
      (authority.lastIndex(of: UInt8(ascii: "@")) ?? colon + 2).advanced(by: 1)...]
    let host =
      server.first == UInt8(ascii: "[")
      ? server.dropFirst().prefix { $0 != UInt8(ascii: "]") }
      : server.prefix { $0 != UInt8(ascii: ":") }
    guard !host.isEmpty else { return nil }
    isSecure = scheme == "https"
    self.authority = Self.text(server)
    let tail = Self.text(rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") })
    path = tail.hasPrefix("/") ? tail : "/" + tail
    self.host = Self.text(host).lowercased()
    origin = scheme + "://" + self.authority.lowercased()
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"): true
    default: false
    }
  }

  /// Whether the host is this machine, which no proxy can reach for us.
  var isLoopback: Bool {
    let isNumeric = host.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
    }
    return host == "localhost" || host == "::1" || isNumeric && host.hasPrefix("127.")
  }
}
