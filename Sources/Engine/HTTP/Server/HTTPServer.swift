import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HTTP/1.1 server for this machine alone.
package actor HTTPServer {
  private struct Listener {
    let descriptor: Int32
    let address: ServerAddress
    let watch: DescriptorWatch
  }

  private static let backlog: Int32 = 1024
  private static let acceptsPerTurn = 64
  // How long to wait before accepting again when descriptors ran out.
  private static let acceptPause: Duration = .milliseconds(100)

  nonisolated let loop: EventLoop
  nonisolated let handler: ServerHandler
  private let settings: ServerSettings
  private var listeners: [Listener] = []
  private var connections: [Int: ServerConnection] = [:]
  private var lastConnection = 0
  private var unproven: UnprovenConnections
  private var isStopping = false
  private var emptyWaiters: [WaitTicket] = []
  private let acceptTimer = LoopTimer()
  private let sweepTimer = LoopTimer()
  private var isSweeping = false

  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A server that does not listen yet.
  package init(
    on loop: EventLoop, settings: ServerSettings = ServerSettings(),
    handler: @escaping ServerHandler
  ) {
    self.loop = loop
    self.settings = settings
    self.handler = handler
    unproven = UnprovenConnections(limit: settings.unprovenLimit)
  }

  /// How many connections are open.
  var connectionCount: Int { connections.count }

  /// Begins to listen; may be called for several addresses.
  ///
  /// - Returns: The address with the port the system chose.
  /// - Throws: `HTTPServerError.notLoopback` before anything is bound, `.cannotListen`, `.stopped`.
  @discardableResult
  package func listen(
    on address: ServerAddress = .loopback()
  ) throws(HTTPServerError) -> ServerAddress {
    if isStopping { throw .stopped }
    let descriptor = try Self.bind(address)
    return try add(descriptor, Self.bound(address, descriptor))
  }

  /// Serves a socket that listens already, which the service manager opened. It is closed with the server;
  /// the manager has its own.
  ///
  /// - Returns: Its address.
  /// - Throws: `HTTPServerError.cannotListen` for anything but a TCP socket that listens on 127.0.0.1,
  ///   `.stopped`.
  package func listen(onInherited descriptor: Int32) throws(HTTPServerError) -> ServerAddress {
    if isStopping { throw .stopped }
    let port = csystem_adopt_listener(descriptor)
    guard port > 0 else {
      throw .cannotListen(
        address: "the socket \(descriptor)", reason: "it does not listen on 127.0.0.1")
    }
    return try add(descriptor, .loopback(port: UInt16(clamping: port)))
  }

  private func add(
    _ descriptor: Int32, _ bound: ServerAddress
  ) throws(HTTPServerError) -> ServerAddress {
    let watch = loop.watch(descriptor, for: .readable) { _ in self.accept(descriptor, bound) }
    guard let watch else {
      csystem_close_socket(descriptor, 0)
      throw .cannotListen(address: bound.name, reason: "the system cannot watch it")
    }
    listeners.append(Listener(descriptor: descriptor, address: bound, watch: watch))
    return bound
  }

  /// Takes no more connections, lets running requests finish, and cuts those that do not within the
  /// limit.
  package func stop(within limit: Duration) async {
    stopListening()
    drainAll()
    let timer = LoopTimer { self.cutAll() }
    loop.arm(timer, after: limit)
    while !connections.isEmpty {
      // A cancelled caller does not wait any longer.
      guard await loop.wait(for: loop.enlist(&emptyWaiters)) == .signalled else {
        cutAll()
        break
      }
    }
    loop.disarm(timer)
  }

  /// Cuts everything at once; handlers are cancelled and not waited for.
  package func stopNow() {
    stopListening()
    cutAll()
  }

  /// A connection tells that nothing of it is left.
  func ended(_ id: Int) {
    connections[id] = nil
    unproven.remove(id)
    if connections.isEmpty { loop.wakeAll(&emptyWaiters) }
  }

  /// A connection showed that it may be here.
  func proved(_ id: Int) { unproven.remove(id) }

  private func stopListening() {
    isStopping = true
    for timer in [acceptTimer, sweepTimer] {
      loop.disarm(timer)
      timer.action = {}
    }
    for listener in exchange(&listeners, with: []) {
      loop.unwatch(listener.watch)
      csystem_close_socket(listener.descriptor, 0)
      if case .unixSocket(let path) = listener.address { unlink(path.text) }
    }
  }

  private func drainAll() {
    for connection in connections.values { connection.assumeIsolated { $0.drain() } }
  }

  private func cutAll() {
    for connection in connections.values { connection.assumeIsolated { $0.cut() } }
  }

  private func accept(_ listener: Int32, _ address: ServerAddress) {
    for _ in 0..<Self.acceptsPerTurn {
      let descriptor = csystem_accept(listener)
      if descriptor < 0 {
        if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(-descriptor) { pauseAccepting() }
        return
      }
      take(descriptor, address)
    }
  }

  // Without a pause the loop would spin on a connection that cannot be accepted.
  private func pauseAccepting() {
    for listener in listeners { loop.change(listener.watch, to: []) }
    acceptTimer.action = {
      for listener in self.listeners { self.loop.change(listener.watch, to: .readable) }
    }
    loop.arm(acceptTimer, after: Self.acceptPause)
  }

  private func take(_ descriptor: Int32, _ address: ServerAddress) {
    // Twice the limit: refusing politely costs a connection too.
    guard connections.count < 2 * settings.connectionLimit else {
      return csystem_close_socket(descriptor, 1)
    }
    lastConnection += 1
    let connection = ServerConnection(
      descriptor, id: lastConnection, address: address, server: self, loop: loop,
      settings: settings)
    let isRefused = connections.count >= settings.connectionLimit
    connections[lastConnection] = connection
    unproven.add(lastConnection, at: Self.uptime)
    connection.assumeIsolated { isRefused ? $0.beginRefusing() : $0.begin() }
    makeRoom()
  }

  private static var uptime: Duration { .nanoseconds(csystem_monotonic_nanoseconds()) }

  /// Closes what is too much of those without a token, now and when their time is over.
  private func makeRoom() {
    let now = Self.uptime
    for id in unproven.surplus(at: now) { connections[id]?.assumeIsolated { $0.giveWay() } }
    guard !isSweeping, let next = unproven.nextSurplus, !isStopping else { return }
    isSweeping = true
    sweepTimer.action = {
      self.isSweeping = false
      self.makeRoom()
    }
    loop.arm(sweepTimer, after: max(.milliseconds(10), next - now))
  }

  private static func bind(_ address: ServerAddress) throws(HTTPServerError) -> Int32 {
    let result: Int32
    switch address {
    case .loopback(let host, let port):
      guard ["127.0.0.1", "::1"].contains(host) else { throw .notLoopback(host: host) }
      result = csystem_listen_tcp(host, port, backlog)
    case .unixSocket(let path):
      result = csystem_listen_unix(path.text, backlog)
    }
    if result < 0 {
      throw .cannotListen(address: address.name, reason: SystemReason.text(-result))
    }
    return result
  }

  private static func bound(_ address: ServerAddress, _ descriptor: Int32) -> ServerAddress {
    switch address {
    case .loopback(let host, _):
      .loopback(host: host, port: UInt16(clamping: csystem_local_port(descriptor)))
    case .unixSocket: address
    }
  }
}

/// Where a server listens, or will listen.
package enum ServerAddress: Hashable, Sendable {
  /// A loopback address of this machine and a port; port 0 lets the system choose.
  case loopback(host: String = "127.0.0.1", port: UInt16 = 0)
  /// A unix socket, which only its owner may use.
  case unixSocket(FilePath)

  /// The port, nil for a unix socket.
  package var port: UInt16? {
    switch self {
    case .loopback(_, let port): port
    case .unixSocket: nil
    }
  }

  /// The address as the beginning of a URL, such as `http://127.0.0.1:8080`.
  package var origin: String {
    switch self {
    case .loopback(let host, let port): "http://" + Self.name(host, port)
    case .unixSocket: "http://localhost"
    }
  }

  /// The address for people.
  var name: String {
    switch self {
    case .loopback(let host, let port): Self.name(host, port)
    case .unixSocket(let path): path.text
    }
  }

  private static func name(_ host: String, _ port: UInt16) -> String {
    (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
  }
}

/// What a server accepts, and for how long it waits.
package struct ServerSettings: Hashable, Sendable {
  /// The largest request head, in bytes; larger ones are answered 431.
  var headLimit = 1 << 16
  /// The largest request body, in bytes; larger ones are answered 413.
  var bodyLimit = 64 << 20
  /// How many connections may be open; more are answered 503.
  var connectionLimit = 4096
  /// How long a connection without a request stays open.
  var idleLimit: Duration = .seconds(75)
  /// How many connections may be open that have not proved themselves (`ServerRequest.markProven`); for one
  /// more the oldest of them is closed, once it had half a second. Nil where nothing has to be proved.
  package var unprovenLimit: Int?
  /// Whether the user at the other end of a connection is looked up, once a connection.
  package var identifiesPeers = false
  /// How long a request head may take to arrive; where connections have to prove themselves, counted from
  /// the connection's start.
  package var headTimeLimit: Duration = .seconds(10)
  /// How long a client may pause inside a request body.
  var bodyStallLimit: Duration = .seconds(30)
  /// How long a client may take none of an answer; generous, because programs are suspended.
  package var writeStallLimit: Duration = .seconds(600)
  /// How long a closed connection waits for the client to close too, so that it can read the answer.
  var lingerLimit: Duration = .seconds(2)

  /// The usual settings.
  package init() {}
}

/// Answers one request: straight-line code on the server's loop. Its task is cancelled when the client
/// leaves. An error it throws before the answer began becomes one (413, 400, 408, else 500); after that it
/// cuts the connection. An answer that was begun and not finished is finished when it returns.
package typealias ServerHandler =
  @Sendable (ServerRequest, ServerResponse) async throws -> Void

/// What can go wrong when swop serves HTTP.
package enum HTTPServerError: EngineError, Hashable {
  /// The system refuses the descriptors an event loop needs.
  case noEventLoop(reason: String)
  /// The host is not a loopback address; nothing was bound.
  case notLoopback(host: String)
  /// The address could not be taken.
  case cannotListen(address: String, reason: String)
  /// The server was stopped.
  case stopped
  /// The client closed the connection, or it failed.
  case clientLeft
  /// The client sends or takes nothing for too long.
  case stalled
  /// The request's body is larger than accepted, in bytes.
  case bodyTooLarge(limit: Int)
  /// The request is not HTTP as it should be.
  case malformed(detail: String)
  /// The answer was begun before, or is already finished.
  case alreadyAnswered
  /// A header field of the answer cannot be sent.
  case invalidField(name: String)
  /// The answer's body has not the length its head announced.
  case wrongLength
  /// The task that waited was cancelled.
  case cancelled

  package var code: String {
    switch self {
    case .noEventLoop, .notLoopback, .cannotListen: "cannot_listen"
    case .stopped, .clientLeft, .stalled, .bodyTooLarge, .malformed, .alreadyAnswered,
      .invalidField, .wrongLength, .cancelled:
      "network"
    }
  }

  package var message: String {
    switch self {
    case .noEventLoop(let reason): "Cannot create an event loop: \(reason)."
    case .notLoopback(let host):
      "\(PrintableText.shortened(host, to: 80)) is not a loopback address; swop serves this machine alone."
    case .cannotListen(let address, let reason): "Cannot listen on \(address): \(reason)."
    case .stopped: "The server was stopped."
    case .clientLeft: "The client closed the connection."
    case .stalled: "The client was silent for too long."
    case .bodyTooLarge(let limit): "The request is larger than \(limit) bytes."
    case .malformed(let detail): "The request is not valid HTTP: \(detail)."
    case .alreadyAnswered: "The request was already answered."
    case .invalidField(let name):
      "The header field \(PrintableText.shortened(name, to: 80)) cannot be sent."
    case .wrongLength: "The response body is not as long as its Content-Length says."
    case .cancelled: "The request was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .notLoopback: "Use 127.0.0.1."
    case .cannotListen: "Stop the program that uses the address, or choose another port."
    case .noEventLoop, .stopped, .clientLeft, .stalled, .bodyTooLarge, .malformed,
      .alreadyAnswered, .invalidField, .wrongLength, .cancelled:
      nil
    }
  }
}
