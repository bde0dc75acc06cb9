/// A raw connection, both ways, with back-pressure: what a request becomes after an upgrade.
package actor ByteStream {
  private static let highWater = 1 << 16

  private nonisolated let loop: EventLoop
  private let channel: SocketChannel
  private var received = ByteQueue()
  private var hasEnded = false
  private var hasFailed = false
  private var readWaiters: [WaitTicket] = []
  private var writeWaiters: [WaitTicket] = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Takes a connected, non-blocking socket. `begin` must follow, on the loop.
  init(_ descriptor: Int32, on loop: EventLoop) {
    self.loop = loop
    channel = SocketChannel(descriptor, on: loop)
  }

  /// Begins with bytes that had already arrived and bytes that still have to go.
  func begin(received bytes: [UInt8] = [], unsent: [UInt8] = []) {
    received.append(bytes)
    guard channel.start({ self.ready($0) }), unsent.isEmpty || channel.send(unsent) else {
      return fail()
    }
    updateReading()
  }

  /// The bytes that arrived next, nil when the other side has ended.
  ///
  /// - Parameter limit: How long to wait, nil for no limit.
  /// - Returns: The bytes, or nil.
  /// - Throws: `HTTPServerError.clientLeft`, `.stalled`, `.cancelled`.
  package func read(limit: Duration? = nil) async throws(HTTPServerError) -> [UInt8]? {
    while true {
      if !received.isEmpty {
        let bytes = received.take(received.count)
        updateReading()
        return bytes
      }
      if hasEnded { return nil }
      if hasFailed || !channel.isOpen { throw .clientLeft }
      try check(await loop.wait(for: loop.enlist(&readWaiters), limit: limit))
    }
  }

  /// Sends bytes; returns once the connection can take more.
  ///
  /// - Parameters:
  ///   - bytes: What to send.
  ///   - limit: How long the other side may take nothing, nil for no limit.
  /// - Throws: `HTTPServerError.clientLeft`, `.stalled`, `.cancelled`.
  package func write(
    _ bytes: some Sequence<UInt8> & Sendable, limit: Duration? = nil
  ) async throws(HTTPServerError) {
    guard !hasFailed, channel.send(Array(bytes)) else {
      fail()
      throw .clientLeft
    }
    while channel.unsentCount > Self.highWater {
      try check(await loop.wait(for: loop.enlist(&writeWaiters), limit: limit))
      if hasFailed || !channel.isOpen { throw .clientLeft }
    }
  }

  /// Tells the other side that nothing more comes; reading goes on.
  package func finishWriting() async {
    while channel.unsentCount > 0, channel.isOpen, !hasFailed {
      guard await loop.wait(for: loop.enlist(&writeWaiters)) == .signalled else { return }
    }
    channel.shutdownWriting()
  }

  /// Closes the connection; with `reset` at once, and the other side sees a failure.
  package func close(reset: Bool = false) {
    channel.close(reset: reset)
    wakeEverybody()
  }

  private func ready(_ readiness: Readiness) {
    if readiness.contains(.writable) {
      guard channel.flush() else { return fail() }
      loop.wakeAll(&writeWaiters)
    }
    if readiness.contains(.readable) { return receive() }
    guard readiness.contains(.ended) else { return }
    // The end is seen by reading up to it, which back-pressure may put off.
    if channel.isReading { receive() } else { channel.isWatchingEnd = false }
  }

  private func receive() {
    switch channel.receive() {
    case .bytes(let bytes): received.append(bytes)
    case .nothing: return
    case .end:
      hasEnded = true
      channel.isWatchingEnd = false
    case .failed: return fail()
    }
    updateReading()
    loop.wakeAll(&readWaiters)
  }

  private func updateReading() {
    channel.isReading = !hasEnded && received.count < Self.highWater
  }

  private func fail() {
    hasFailed = true
    close(reset: true)
  }

  private func wakeEverybody() {
    loop.wakeAll(&readWaiters)
    loop.wakeAll(&writeWaiters)
  }

  private func check(_ reason: WakeReason) throws(HTTPServerError) {
    switch reason {
    case .signalled: return
    case .cancelled: throw .cancelled
    case .timedOut: throw .stalled
    }
  }
}
