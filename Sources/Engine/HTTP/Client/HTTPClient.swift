import CCurl
package import EngineCore

/// Sends requests over libcurl: HTTP/1.1 and HTTP/2, kept connections, proxies of the environment.
/// libcurl is loaded with the first request.
package actor HTTPClient {
  nonisolated let loop: EventLoop
  let settings: ClientSettings
  private var separate: CurlMulti?
  private var tunnels: CurlMulti?
  private var shared: CurlMulti?
  private var transfers: [Int: Transfer] = [:]
  private let pool = EasyPool()
  private var lastID = 0
  /// Origins over TLS that answered in HTTP/1.1: their connections carry one request at a time, so
  /// their number must not be capped.
  private var separateOrigins: Set<String> = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A client on a loop.
  package init(on loop: EventLoop, settings: ClientSettings = ClientSettings()) {
    self.loop = loop
    self.settings = settings
  }

  /// How many requests are on their way or not read to their end.
  var transferCount: Int { transfers.count }

  /// Sends a request and waits for the head of its answer. Any status is an answer.
  ///
  /// - Throws: `HTTPError`.
  package func send(_ request: ClientRequest) async throws(HTTPError) -> ClientResponse {
    let transfer = try begin(request)
    let handle = TransferHandle(client: self, id: transfer.id)
    while true {
      // What came before a failure counts, even if both came at once.
      if transfer.isHeadComplete { break }
      if case .failed(let error) = transfer.outcome {
        forget(transfer)
        throw error
      }
      let reason = await loop.wait(for: loop.enlist(&transfer.headWaiters))
      if reason == .cancelled {
        cancel(transfer.id)
        throw .cancelled
      }
    }
    learnVersion(of: transfer)
    return ClientResponse(
      status: transfer.status, headers: transfer.headers, isHTTP2: transfer.isHTTP2,
      host: transfer.target.host, handle: handle)
  }

  /// The next part of an answer's body; `late` when none came within `limit`.
  func nextChunk(of id: Int, within limit: Duration?) async throws(HTTPError) -> ClientChunk {
    while true {
      guard let transfer = transfers[id] else { return .end }
      if let bytes = transfer.takeReceived() { return .bytes(bytes) }
      switch transfer.outcome {
      case .running: break
      case .complete:
        forget(transfer)
        return .end
      case .failed(let error):
        forget(transfer)
        throw error
      }
      switch await loop.wait(for: loop.enlist(&transfer.dataWaiters), limit: limit) {
      case .signalled: continue
      case .timedOut: return .late
      case .cancelled:
        cancel(id)
        throw .cancelled
      }
    }
  }

  /// No one wants the rest of an answer any more.
  nonisolated func abandon(_ id: Int) {
    loop.execute { self.assumeIsolated { $0.cancel(id) } }
  }

  /// Cuts a transfer and forgets it.
  func cancel(_ id: Int) {
    guard let transfer = transfers[id] else { return }
    if case .running = transfer.outcome { takeOut(transfer, .cancelled) }
    forget(transfer)
  }

  /// Ends a running transfer's part of its connection, and the connection if no one else is on it. A kept
  /// one would hear only with its next request that the stream is over, and its server would go on.
  private func takeOut(_ transfer: Transfer, _ error: HTTPError) {
    _ = ccurl_easy_set_number(transfer.easy, CURLOPT_FORBID_REUSE, 1)
    set(for: transfer)?.remove(transfer.easy)
    finish(transfer, .failed(error))
  }

  // MARK: - A transfer's life

  private func begin(_ request: ClientRequest) throws(HTTPError) -> Transfer {
    guard let target = TargetAddress(url: request.url) else {
      throw .malformed(host: "", detail: "the address is invalid")
    }
    try prepare()
    guard let easy = pool.take() else {
      throw .unavailable(detail: "libcurl gives no handle")
    }
    lastID += 1
    let transfer = Transfer(
      id: lastID, easy: easy, request: request, target: target, loop: loop)
    do throws(HTTPError) {
      try EasySetup(transfer, settings: settings).apply()
    } catch {
      release(transfer)
      throw error
    }
    transfer.isShared = target.isSecure && !separateOrigins.contains(target.origin)
    transfers[transfer.id] = transfer
    guard set(for: transfer)?.add(transfer.easy) == true else {
      finish(transfer, .failed(.unavailable(detail: "libcurl refuses the request")))
      return transfer
    }
    armTimers(transfer)
    startPump(transfer)
    return transfer
  }

  private func prepare() throws(HTTPError) {
    guard separate == nil else { return }
    if let problem = ccurl_load() { throw .unavailable(detail: String(cString: problem)) }
    separate = makeSet(hostConnections: 0)
    shared = makeSet(hostConnections: settings.sharedConnectionLimit)
    guard separate != nil, shared != nil else {
      throw .unavailable(detail: "libcurl gives no handle")
    }
  }

  /// Makes the set of raw connections, which count against no limit of the others.
  func prepareTunnels() throws(HTTPError) {
    try prepare()
    if tunnels != nil { return }
    tunnels = CurlMulti(
      on: loop, hostConnections: 0, keptConnections: 1, keepsEnded: true,
      ended: { easy, code in
        guard let context = ccurl_easy_context(easy) else { return }
        let tunnel = Unmanaged<ClientTunnel>.fromOpaque(context).takeUnretainedValue()
        tunnel.assumeIsolated { $0.concluded(code) }
      })
    if tunnels == nil { throw .unavailable(detail: "libcurl gives no handle") }
  }

  /// Begins to connect a tunnel.
  ///
  /// - Returns: Whether curl took it.
  func addTunnel(_ handle: TunnelHandle) -> Bool { tunnels?.add(handle.easy) ?? false }

  /// Takes a tunnel out, which closes its connection.
  func removeTunnel(_ handle: TunnelHandle) { tunnels?.remove(handle.easy) }

  private func makeSet(hostConnections: Int) -> CurlMulti? {
    CurlMulti(
      on: loop, hostConnections: hostConnections, keptConnections: settings.keptConnectionLimit,
      ended: { [weak self] easy, code in
        guard let context = ccurl_easy_context(easy) else { return }
        let id = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().id
        self?.assumeIsolated { $0.ended(id, code) }
      })
  }

  private func set(for transfer: Transfer) -> CurlMulti? {
    transfer.isShared ? shared : separate
  }

  private func armTimers(_ transfer: Transfer) {
    transfer.limitTimer.action = { [unowned transfer] in self.timePassed(transfer) }
    transfer.totalTimer.action = { [unowned transfer] in self.timePassed(transfer) }
    let limits = transfer.request.limits
    if let head = limits.head { loop.arm(transfer.limitTimer, after: limits.connect + head) }
    if let total = limits.total { loop.arm(transfer.totalTimer, after: total) }
  }

  private func timePassed(_ transfer: Transfer) {
    guard case .running = transfer.outcome else { return }
    let error = CurlFailure.error(
      CURLE_OPERATION_TIMEDOUT, host: transfer.target.host, hasSent: transfer.hasSent)
    takeOut(transfer, error)
  }

  private func ended(_ id: Int, _ code: CURLcode) {
    guard let transfer = transfers[id], case .running = transfer.outcome else { return }
    if code == CURLE_OK, transfer.isHeadComplete { return finish(transfer, .complete) }
    if retry(transfer, after: code) { return }
    let error =
      code == CURLE_OK
      // curl takes the end of the connection inside a head for the end of the answer.
      ? HTTPError.cut(host: transfer.target.host)
      : CurlFailure.error(code, host: transfer.target.host, hasSent: transfer.hasSent)
    finish(transfer, .failed(transfer.fault ?? error))
  }

  // A kept connection may have been closed by the server a moment ago. curl's own second try may meet
  // another such connection, so this one asks for a fresh one.
  private func retry(_ transfer: Transfer, after code: CURLcode) -> Bool {
    guard transfer.request.isReplayable, !transfer.hasRetried, !transfer.hasAnswer,
      CurlFailure.isStaleConnection(code),
      ccurl_easy_number(transfer.easy, CURLINFO_NUM_CONNECTS) == 0, transfer.rewind()
    else { return false }
    transfer.hasRetried = true
    _ = ccurl_easy_set_number(transfer.easy, CURLOPT_FRESH_CONNECT, 1)
    return set(for: transfer)?.add(transfer.easy) ?? false
  }

  private func finish(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    transfer.outcome = outcome
    loop.disarm(transfer.limitTimer)
    loop.disarm(transfer.totalTimer)
    transfer.limitTimer.action = {}
    transfer.totalTimer.action = {}
    transfer.pump?.cancel()
    loop.wakeAll(&transfer.headWaiters)
    loop.wakeAll(&transfer.dataWaiters)
    loop.wakeAll(&transfer.uploadWaiters)
  }

  private func forget(_ transfer: Transfer) {
    guard transfers.removeValue(forKey: transfer.id) != nil else { return }
    release(transfer)
  }

  private func release(_ transfer: Transfer) {
    if let list = transfer.headerList { ccurl_list_free(list) }
    transfer.headerList = nil
    pool.give(transfer.easy)
  }

  // A server over TLS that speaks HTTP/1.1 gets as many connections as it has requests: those that
  // wait for one of the few shared connections move.
  private func learnVersion(of transfer: Transfer) {
    let origin = transfer.target.origin
    guard transfer.isShared, !transfer.isHTTP2, separateOrigins.insert(origin).inserted else {
      return
    }
    for waiting in transfers.values
    where waiting.isShared && waiting.target.origin == origin && !waiting.hasSent {
      if case .running = waiting.outcome { move(waiting) }
    }
  }

  private func move(_ transfer: Transfer) {
    shared?.remove(transfer.easy)
    transfer.isShared = false
    guard transfer.rewind(), separate?.add(transfer.easy) == true else {
      return finish(transfer, .failed(.unavailable(detail: "libcurl refuses the request")))
    }
  }

  // MARK: - Streamed request bodies

  private func startPump(_ transfer: Transfer) {
    guard case .stream(_, let next) = transfer.request.body else { return }
    let id = transfer.id
    transfer.pump = Task(executorPreference: loop) { await self.pump(next, into: id) }
  }

  private func pump(_ next: @Sendable () async throws -> [UInt8]?, into id: Int) async {
    do {
      while let bytes = try await next() {
        guard await feed(bytes, to: id) else { return }
      }
      feedEnd(to: id)
    } catch {
      // The request's maker knows its own error; the request is over in any case.
      if case .running? = transfers[id]?.outcome { fail(id) }
    }
  }

  private func feed(_ bytes: [UInt8], to id: Int) async -> Bool {
    guard let transfer = transfers[id], case .running = transfer.outcome else { return false }
    transfer.upload.feed(bytes)
    transfer.resumeUpload()
    while transfer.upload.waitingCount >= Transfer.highWater {
      guard case .running = transfer.outcome,
        await loop.wait(for: loop.enlist(&transfer.uploadWaiters)) == .signalled
      else { return false }
    }
    return true
  }

  private func feedEnd(to id: Int) {
    guard let transfer = transfers[id] else { return }
    transfer.upload.end()
    transfer.resumeUpload()
  }

  private func fail(_ id: Int) {
    if let transfer = transfers[id] { takeOut(transfer, .cancelled) }
  }
}

/// Core's port over libcurl: one request, one whole answer.
package struct CurlTransport: HTTPTransport {
  private let client: HTTPClient

  /// A transport that sends through a client.
  package init(client: HTTPClient) {
    self.client = client
  }

  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let response = try await client.send(
      ClientRequest(
        method: request.method, url: request.url, headers: request.headers.reveal(),
        body: request.body.map { .bytes($0) } ?? .none, limits: ClientLimits(total: request.limit),
        // Asking twice changes nothing; anything else might have had its effect.
        isReplayable: ["GET", "HEAD"].contains(request.method)))
    let body = try await response.collect(limit: request.responseLimit)
    return HTTPResponse(status: response.status, headers: response.headers, body: body)
  }
}

extension HTTPClient {
  /// Core's port over this client, whose connections both use.
  package nonisolated var transport: any HTTPTransport { CurlTransport(client: self) }
}
