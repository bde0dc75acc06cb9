import EngineCore

/// One connection of a server: reads requests one after the other and runs the handler for each.
///
/// States are left in one direction only: waiting and serving alternate, then closing (the answer goes
/// out, the client is given time to read it) or taken over, then closed.
actor ServerConnection {
  enum Phase {
    /// No request, or a part of its head.
    case waiting
    /// The handler runs.
    case serving
    /// The handler has the raw connection.
    case takenOver(ByteStream)
    /// Sends what is left, then waits for the client to close.
    case closing
    /// Nothing left, perhaps but the handler's task.
    case closed(HTTPServerError)
  }

  static let highWater = 1 << 16

  nonisolated let loop: EventLoop
  nonisolated let id: Int
  let settings: ServerSettings
  let channel: SocketChannel
  var parser: RequestParser
  var phase = Phase.waiting
  var exchange = 0
  var request: RequestHead?
  var isBodyComplete = true
  var bodyCount = 0
  var hasSentContinue = false
  var answer = AnswerState.notBegun
  var readWaiters: [WaitTicket] = []
  var drainWaiters: [WaitTicket] = []
  var endWaiters: [WaitTicket] = []
  private let server: HTTPServer
  private let address: ServerAddress
  private let timer = LoopTimer()
  private var task: Task<Void, Never>?
  private var isLastRequest = false
  private var isProven: Bool
  private var peer: ConnectionPeer?

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Takes a connected, non-blocking socket; `begin` must follow.
  init(
    _ descriptor: Int32, id: Int, address: ServerAddress, server: HTTPServer, loop: EventLoop,
    settings: ServerSettings
  ) {
    self.id = id
    self.address = address
    self.server = server
    self.loop = loop
    self.settings = settings
    channel = SocketChannel(descriptor, on: loop)
    parser = RequestParser(headLimit: settings.headLimit)
    isProven = settings.unprovenLimit == nil
  }

  /// Whether an answer may be followed by another request.
  var mayKeepAlive: Bool { !isLastRequest }

  // MARK: - For the server

  /// Starts to read requests.
  func begin() {
    guard channel.start({ self.ready($0) }) else { return end(.clientLeft) }
    channel.isReading = true
    arm(idleLimit)
  }

  /// Starts with an answer instead: there are too many connections.
  func beginRefusing() {
    begin()
    if case .waiting = phase { refuse(status: 503, detail: "there are too many connections") }
  }

  /// Makes room for a newer connection, unless a whole head has arrived: its token may be valid.
  func giveWay() {
    if case .waiting = phase { receive() }
    switch phase {
    case .waiting, .closing: end(.stalled, reset: true)
    case .serving, .takenOver, .closed: return
    }
  }

  /// The handler knows who sends the request.
  func markProven(exchange: Int) {
    guard !isProven, exchange == self.exchange else { return }
    isProven = true
    server.assumeIsolated { $0.proved(id) }
  }

  /// How long it may stay open without a request.
  private var idleLimit: Duration { isProven ? settings.idleLimit : settings.headTimeLimit }

  /// Ends after the running request, at once if there is none.
  func drain() {
    isLastRequest = true
    guard case .waiting = phase else { return }
    // What is left of the last answer still goes out.
    if channel.unsentCount == 0 { end(.stopped) } else { close() }
  }

  /// Ends now; the handler is cancelled.
  func cut() {
    if case .takenOver(let stream) = phase { stream.assumeIsolated { $0.close(reset: true) } }
    end(.stopped)
  }

  // MARK: - What the socket says

  private func ready(_ readiness: Readiness) {
    if readiness.contains(.writable) {
      guard channel.flush() else { return end(.clientLeft) }
      loop.wakeAll(&drainWaiters)
      if case .closing = phase { finishClosing() }
    }
    // An end counts even if bytes came before it: anyone who closes does not wait for an answer.
    if readiness.contains(.ended) { return end(.clientLeft) }
    if readiness.contains(.readable) { receive() }
  }

  private func receive() {
    switch channel.receive() {
    case .nothing: return
    case .end, .failed: return end(.clientLeft)
    case .bytes(let bytes):
      if case .closing = phase { return }
      let wasIdle = parser.isIdle
      parser.append(bytes)
      guard case .waiting = phase else {
        updateReading()
        return loop.wakeAll(&readWaiters)
      }
      // One that has to prove itself has no more time for its first byte than for all of them.
      if wasIdle, isProven { arm(settings.headTimeLimit) }
      advance()
    }
  }

  /// Reads only as long as little waits: the client feels back-pressure.
  func updateReading() {
    channel.isReading = parser.waitingCount < Self.highWater
  }

  private func arm(_ limit: Duration) {
    timer.action = { self.timePassed() }
    loop.arm(timer, after: limit)
  }

  private func timePassed() {
    // On a busy machine, or one that slept, a head may wait here that came in time.
    if case .waiting = phase {
      let wasIdle = parser.isIdle
      receive()
      // Its first byte has just armed the limit for the rest.
      if wasIdle, !parser.isIdle, isProven { return }
    }
    switch phase {
    case .waiting where parser.isIdle: end(.stalled)
    case .waiting: refuse(status: 408, detail: "the request did not arrive in time")
    case .closing: end(.stalled)
    case .serving, .takenOver, .closed: return
    }
  }

  // MARK: - Requests

  private func advance() {
    do throws(RequestParseError) {
      guard case .head(let head)? = try parser.next() else { return updateReading() }
      isBodyComplete = head.bodyLength == .none
      if isBodyComplete { _ = try parser.next() }
      start(head)
    } catch {
      refuse(status: error.status, detail: error.detail)
    }
  }

  private func start(_ head: RequestHead) {
    if case .fixed(let count) = head.bodyLength, count > settings.bodyLimit {
      return refuse(status: 413, detail: "the body is larger than \(settings.bodyLimit) bytes")
    }
    loop.disarm(timer)
    phase = .serving
    exchange += 1
    request = head
    bodyCount = 0
    hasSentContinue = false
    answer = .notBegun
    updateReading()
    let request = ServerRequest(
      head: head, address: address, peer: identifiedPeer(), connection: self, exchange: exchange)
    let response = ServerResponse(connection: self, exchange: exchange)
    task = Task(executorPreference: loop) { await self.serve(request, response) }
  }

  private func identifiedPeer() -> ConnectionPeer {
    guard settings.identifiesPeers else { return .unknown }
    let peer = peer ?? channel.peer
    self.peer = peer
    return peer
  }

  private func serve(_ request: ServerRequest, _ response: ServerResponse) async {
    var failure: (any Error)?
    do { try await server.handler(request, response) } catch { failure = error }
    concluded(failure)
  }

  private func concluded(_ failure: (any Error)?) {
    task = nil
    loop.wakeAll(&endWaiters)
    switch phase {
    case .serving: break
    case .takenOver(let stream):
      stream.assumeIsolated { $0.close() }
      return end(.clientLeft)
    case .waiting, .closing, .closed: return server.assumeIsolated { $0.ended(id) }
    }
    complete(failure)
    guard case .serving = phase else { return }
    guard answer.keepsAlive, !isLastRequest, discardBody() else { return close() }
    phase = .waiting
    request = nil
    arm(parser.isIdle ? idleLimit : settings.headTimeLimit)
    advance()
  }

  // What arrived of a body no one read goes; what did not would have to be waited for.
  private func discardBody() -> Bool {
    while !isBodyComplete {
      guard let event = try? parser.next() else { return false }
      if event == .end { isBodyComplete = true }
    }
    return true
  }

  // MARK: - The end

  /// Answers what is not an acceptable request, and closes.
  private func refuse(status: Int, detail: String) {
    loop.disarm(timer)
    _ = channel.send(ErrorAnswer.bytes(status: status, detail: detail))
    close()
  }

  /// Sends what is left, then closes when the client has had time to read it. Closing at once would
  /// make the system throw the answer away if the client still sends.
  func close() {
    phase = .closing
    channel.isReading = true
    arm(settings.writeStallLimit)
    finishClosing()
  }

  private func finishClosing() {
    guard channel.unsentCount == 0 else { return }
    channel.shutdownWriting()
    arm(settings.lingerLimit)
  }

  /// Ends the connection for a reason that everyone who waits for it will hear.
  func end(_ reason: HTTPServerError, reset: Bool = false, cancels: Bool = true) {
    if case .closed = phase { return }
    phase = .closed(reason)
    channel.close(reset: reset)
    loop.disarm(timer)
    timer.action = {}
    loop.wakeAll(&readWaiters)
    loop.wakeAll(&drainWaiters)
    loop.wakeAll(&endWaiters)
    if let task {
      if cancels { task.cancel() }
    } else {
      server.assumeIsolated { $0.ended(id) }
    }
  }
}
