import CCurl
import EngineCore

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
