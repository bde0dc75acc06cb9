package import EngineCore

/// A request whose answer is streamed.
package struct ClientRequest: Sendable {
  /// `GET`, `POST` and so on.
  var method: String
  /// The absolute address, http or https; its path is sent as written.
  var url: String
  /// Header fields, sent as they are and no others but `Host`. The body's framing (`Content-Length`,
  /// `Transfer-Encoding`, `Connection`, `Expect`) is the client's own and not taken from here.
  package var headers: Redacted<[HTTPField]>
  /// The body.
  package var body: ClientBody
  /// Time limits.
  var limits: ClientLimits
  /// Whether it may be sent a second time when a kept connection turns out to be closed before any byte
  /// of an answer came. A streamed body is never sent twice.
  var isReplayable: Bool

  /// A request of its parts.
  package init(
    method: String = "GET", url: String, headers: [HTTPField] = [], body: ClientBody = .none,
    limits: ClientLimits = ClientLimits(), isReplayable: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = Redacted(headers)
    self.body = body
    self.limits = limits
    self.isReplayable = isReplayable
  }
}

/// The body of a request.
package enum ClientBody: Sendable {
  /// There is none.
  case none
  /// Bytes at hand; they can be sent again.
  case bytes(Redacted<Data>)
  /// Parts that are asked for one after the other, as fast as the server takes them, until nil. They are
  /// asked for on the client's loop. An error cancels the request. With a length the server is told it;
  /// without one an HTTP/1.1 body is chunked.
  case stream(length: Int?, next: @Sendable () async throws -> [UInt8]?)
}

/// How long a request may take, part by part.
package struct ClientLimits: Hashable, Sendable {
  /// Until the connection stands: name, TCP, TLS.
  var connect: Duration = .seconds(10)
  /// From the last sent byte to the head of the answer, nil for no limit.
  var head: Duration? = .seconds(25)
  /// Between two parts of the answer's body, while someone wants to read it; nil for no limit.
  package var stall: Duration? = .seconds(240)
  /// All together, nil for no limit.
  var total: Duration?

  /// The usual limits of a stream.
  package init() {}

  /// One limit for everything.
  init(total: Duration) {
    connect = total
    head = nil
    stall = nil
    self.total = total
  }
}

/// What holds for all requests of a client.
package struct ClientSettings: Hashable, Sendable {
  /// How many HTTP/2 connections are opened to one server; more streams share them.
  var sharedConnectionLimit = 8
  /// How many idle connections are kept.
  var keptConnectionLimit = 512
  /// How long an idle connection is used again, in whole seconds; below what servers allow, or requests
  /// meet closed connections.
  var idleLimit: Duration = .seconds(55)
  /// A file of trusted certificates instead of the system's; libcurl still looks into the system's folder
  /// of them, where there is one.
  var trustedCertificates: FilePath?

  /// The usual settings.
  package init() {}

  /// The usual settings with the certificates that `environment` names, as codex takes them: of
  /// `CODEX_CA_CERTIFICATE`, else of `SSL_CERT_FILE`.
  package init(environment: ProcessEnvironment) {
    let names = ["CODEX_CA_CERTIFICATE", "SSL_CERT_FILE"]
    trustedCertificates = names.lazy.compactMap(environment.nonEmpty).first.map { FilePath($0) }
  }
}
