import CCurl
import EngineCore

/// A set of transfers inside curl, driven by the loop. Belongs to the loop's thread.
final class CurlMulti {
  private let loop: EventLoop
  private let timer = LoopTimer()
  private var multi: UnsafeMutableRawPointer?
  private var watches: [curl_socket_t: DescriptorWatch] = [:]
  /// Called with the handle of every transfer that ended, with curl's code, outside of any callback and,
  /// unless they are kept, after it left the set.
  private let ended: (UnsafeMutableRawPointer, CURLcode) -> Void
  private let keepsEnded: Bool

  /// A set.
  ///
  /// - Parameters:
  ///   - loop: What drives it.
  ///   - hostConnections: How many connections one host gets, 0 for any number.
  ///   - keptConnections: How many idle connections stay open.
  ///   - keepsEnded: Whether handles stay in the set when they are done, as those of raw connections
  ///     must.
  ///   - ended: Takes handles that are done.
  init?(
    on loop: EventLoop, hostConnections: Int, keptConnections: Int,
    keepsEnded: Bool = false, ended: @escaping (UnsafeMutableRawPointer, CURLcode) -> Void
  ) {
    self.loop = loop
    self.keepsEnded = keepsEnded
    self.ended = ended
    let context = Unmanaged.passUnretained(self).toOpaque()
    multi = ccurl_multi_open(
      Self.socketChanged, Self.timerChanged, context, hostConnections, keptConnections)
    if multi == nil { return nil }
    timer.action = { [weak self] in self?.act(CURL_SOCKET_TIMEOUT, 0) }
  }

  deinit {
    if let multi { ccurl_multi_close(multi) }
  }

  /// Begins a transfer.
  ///
  /// - Returns: Whether curl took it.
  func add(_ easy: UnsafeMutableRawPointer) -> Bool {
    ccurl_multi_add(multi, easy) == CURLM_OK.rawValue
  }

  /// Takes a transfer out; its connection is closed unless others use it or the transfer was complete.
  func remove(_ easy: UnsafeMutableRawPointer) {
    _ = ccurl_multi_remove(multi, easy)
  }

  private func act(_ socket: curl_socket_t, _ readiness: Int32) {
    _ = ccurl_multi_act(multi, socket, readiness)
    var code: Int32 = 0
    while let easy = ccurl_multi_next_ended(multi, &code) {
      if !keepsEnded { remove(easy) }
      ended(easy, CURLcode(rawValue: UInt32(code)))
    }
  }

  private func ready(_ socket: curl_socket_t, _ readiness: Readiness) {
    var mask: Int32 = 0
    if readiness.contains(.readable) { mask |= CURL_CSELECT_IN }
    if readiness.contains(.writable) { mask |= CURL_CSELECT_OUT }
    // Reading or writing is how curl finds out what became of the connection.
    if readiness.contains(.ended) { mask |= CURL_CSELECT_IN | CURL_CSELECT_OUT }
    act(socket, mask)
  }

  private func watch(_ socket: curl_socket_t, _ what: Int32) {
    var interest: Readiness = []
    if what & CURL_POLL_IN != 0 { interest.insert(.readable) }
    if what & CURL_POLL_OUT != 0 { interest.insert(.writable) }
    if what == CURL_POLL_REMOVE || interest.isEmpty {
      // A descriptor without interest would still announce its end, again and again.
      if let watch = watches.removeValue(forKey: socket) { loop.unwatch(watch) }
    } else if let watch = watches[socket] {
      loop.change(watch, to: interest)
    } else {
      watches[socket] = loop.watch(socket, for: interest) { [weak self] readiness in
        self?.ready(socket, readiness)
      }
    }
  }

  private static let socketChanged: ccurl_socket_change = { _, socket, what, context, _ in
    guard let context else { return 0 }
    Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().watch(socket, what)
    return 0
  }

  private static let timerChanged: ccurl_timer_change = { _, milliseconds, context in
    guard let context else { return 0 }
    let multi = Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
    if milliseconds < 0 {
      multi.loop.disarm(multi.timer)
    } else {
      multi.loop.arm(multi.timer, after: .milliseconds(milliseconds))
    }
    return 0
  }
}

/// What curl's codes mean to swop.
enum CurlFailure {
  /// Whether a code is what a kept connection gives that the server had closed.
  static func isStaleConnection(_ code: CURLcode) -> Bool {
    switch code {
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND,
      CURLE_HTTP2, CURLE_HTTP2_STREAM:
      true
    default: false
    }
  }

  /// The error for a code.
  ///
  /// - Parameters:
  ///   - code: What curl said.
  ///   - host: Whose answer was awaited.
  ///   - hasSent: Whether a byte of the request may have left.
  /// - Returns: An error that says whether the request may have had its effect.
  static func error(_ code: CURLcode, host: String, hasSent: Bool) -> HTTPError {
    let detail = String(cString: ccurl_error_text(Int32(code.rawValue)))
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .unresolved(host: host)
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: return .unreachable(host: host)
    case CURLE_OPERATION_TIMEDOUT:
      return hasSent ? .timedOutAfterSending(host: host) : .timedOutConnecting(host: host)
    case CURLE_URL_MALFORMAT: return .malformed(host: host, detail: "the address is invalid")
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      return .malformed(host: host, detail: detail)
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION:
      return .unavailable(detail: detail)
    default:
      if isTransportSecurity(code) { return .insecure(host: host, detail: detail) }
      return hasSent ? .cut(host: host) : .unreachable(host: host)
    }
  }

  private static func isTransportSecurity(_ code: CURLcode) -> Bool {
    switch code {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_CLIENTCERT:
      true
    default: false
    }
  }
}

/// Curl handles that wait to be used again, which is cheaper than making new ones.
final class EasyPool {
  private static let limit = 64

  private var spares: [UnsafeMutableRawPointer] = []

  deinit {
    for easy in spares { ccurl_easy_close(easy) }
  }

  /// A handle without any option set, nil when curl gives none.
  func take() -> UnsafeMutableRawPointer? {
    spares.popLast() ?? ccurl_easy_open()
  }

  /// Takes a handle back that is in no set.
  func give(_ easy: UnsafeMutableRawPointer) {
    guard spares.count < Self.limit else { return ccurl_easy_close(easy) }
    ccurl_easy_reset(easy)
    spares.append(easy)
  }
}
