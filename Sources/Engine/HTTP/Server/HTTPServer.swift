import CSystem
import EngineCore

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
  package var connectionCount: Int { connections.count }

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
      throw .cannotListen(address: bound.name, reason: "the system refuses to watch it")
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
