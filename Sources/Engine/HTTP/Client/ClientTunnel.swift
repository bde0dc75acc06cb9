import CCurl
package import EngineCore

/// A raw connection to a server that libcurl has set up: name, proxy, TLS. Both ways, with back-pressure.
/// Its opener closes it.
package actor ClientTunnel {
  private static let highWater = 1 << 16

  nonisolated let loop: EventLoop
  private let client: HTTPClient
  private let host: String
  private var handle: TunnelHandle?
  private var isInMulti = false
  private var watch: DescriptorWatch?
  private var result: CURLcode?
  private var received = ByteQueue()
  private var outgoing = TunnelSend()
  private var hasEnded = false
  private var hasFailed = false
  private var connectWaiters: [WaitTicket] = []
  private var readWaiters: [WaitTicket] = []
  private var writeWaiters: [WaitTicket] = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A tunnel whose handle is set up and in no set yet.
  init(_ handle: TunnelHandle, host: String, of client: HTTPClient) {
    self.handle = handle
    self.host = host
    self.client = client
    loop = client.loop
  }

  /// Connects.
  func connect() async throws(HTTPError) {
    guard begin() else {
      close()
      throw .unavailable(detail: "libcurl refuses the connection")
    }
    while result == nil {
      guard await loop.wait(for: loop.enlist(&connectWaiters)) == .signalled else {
        close()
        throw .cancelled
      }
    }
    guard result == CURLE_OK, startWatching() else {
      let code = result ?? CURLE_COULDNT_CONNECT
      close()
      throw CurlFailure.error(
        code == CURLE_OK ? CURLE_COULDNT_CONNECT : code, host: host, hasSent: false)
    }
  }

  /// The client is on this loop too, and its set of handles is only touched there.
  private func begin() -> Bool {
    guard let handle else { return false }
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = ccurl_easy_set_pointer(handle.easy, CURLOPT_PRIVATE, context)
    isInMulti = client.assumeIsolated { $0.addTunnel(handle) }
    return isInMulti
  }

  /// curl tells that the connection stands, or why it does not.
  func concluded(_ code: CURLcode) {
    result = code
    loop.wakeAll(&connectWaiters)
  }

  /// The bytes that arrived next, nil when the other side has ended.
  ///
  /// - Parameter limit: How long to wait, nil for no limit.
  /// - Returns: The bytes, or nil.
  /// - Throws: `HTTPError.cut`, `.timedOutAfterSending`, `.cancelled`.
  package func read(limit: Duration? = nil) async throws(HTTPError) -> [UInt8]? {
    while true {
      if !received.isEmpty {
        let bytes = received.take(received.count)
        // What TLS holds back is not announced by the socket.
        receive()
        return bytes
      }
      if hasEnded { return nil }
      if hasFailed || handle == nil { throw .cut(host: host) }
      try check(await loop.wait(for: loop.enlist(&readWaiters), limit: limit))
    }
  }

  /// Puts bytes back that were read and belong to the next reader.
  func giveBack(_ bytes: ArraySlice<UInt8>) {
    let later = received.take(received.count)
    received.append(bytes)
    received.append(later)
  }

  /// Sends bytes; returns once the connection can take more.
  ///
  /// - Throws: As `read`.
  package func write(
    _ bytes: [UInt8], limit: Duration? = nil
  ) async throws(HTTPError) {
    guard !hasFailed, handle != nil else { throw .cut(host: host) }
    outgoing.append(bytes)
    flush()
    while outgoing.count > Self.highWater {
      try check(await loop.wait(for: loop.enlist(&writeWaiters), limit: limit))
      if hasFailed || handle == nil { throw .cut(host: host) }
    }
    if hasFailed { throw .cut(host: host) }
  }

  /// Closes the connection; closing twice is the same.
  package func close() {
    if let watch { loop.unwatch(watch) }
    watch = nil
    if let handle {
      // A connection that was only set up is closed when its handle leaves the set.
      if isInMulti { client.assumeIsolated { $0.removeTunnel(handle) } }
      ccurl_easy_close(handle.easy)
    }
    handle = nil
    isInMulti = false
    loop.wakeAll(&connectWaiters)
    loop.wakeAll(&readWaiters)
    loop.wakeAll(&writeWaiters)
  }

  // MARK: - The socket

  private func startWatching() -> Bool {
    guard let easy = handle?.easy else { return false }
    let socket = ccurl_easy_socket(easy)
    guard socket >= 0 else { return false }
    watch = loop.watch(socket, for: [.readable, .ended]) { self.ready($0) }
    return watch != nil
  }

  private func ready(_ readiness: Readiness) {
    if readiness.contains(.writable) { flush() }
    if readiness.contains(.readable) || readiness.contains(.ended) { receive() }
    // An end is announced again and again; from now on it is found by reading.
    if readiness.contains(.ended), let watch {
      loop.unwatch(watch)
      self.watch = nil
      if outgoing.count > 0 { fail() }
    }
  }

  private func receive() {
    while let easy = handle?.easy, !hasEnded, !hasFailed, received.count < Self.highWater {
      var count = 0
      let code = ccurl_easy_receive(easy, loop.scratch.baseAddress, loop.scratch.count, &count)
      if code == Int32(CURLE_AGAIN.rawValue) { break }
      guard code == Int32(CURLE_OK.rawValue) else { return fail() }
      if count == 0 { hasEnded = true }
      received.append(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
    }
    updateInterest()
    if !received.isEmpty || hasEnded { loop.wakeAll(&readWaiters) }
  }

  private func flush() {
    guard let easy = handle?.easy else { return }
    let isAlive = outgoing.flush { bytes in
      var count = 0
      let code = ccurl_easy_send(easy, bytes.baseAddress, bytes.count, &count)
      if code == Int32(CURLE_AGAIN.rawValue) { return 0 }
      return code == Int32(CURLE_OK.rawValue) ? count : nil
    }
    guard isAlive else { return fail() }
    updateInterest()
    if outgoing.count <= Self.highWater { loop.wakeAll(&writeWaiters) }
  }

  private func updateInterest() {
    guard let watch else { return }
    var interest: Readiness = []
    if !hasEnded && received.count < Self.highWater { interest.formUnion([.readable, .ended]) }
    if outgoing.count > 0 { interest.insert(.writable) }
    loop.change(watch, to: interest)
  }

  private func fail() {
    hasFailed = true
    if let watch { loop.unwatch(watch) }
    watch = nil
    loop.wakeAll(&readWaiters)
    loop.wakeAll(&writeWaiters)
  }

  private func check(_ reason: WakeReason) throws(HTTPError) {
    switch reason {
    case .signalled: return
    case .cancelled: throw .cancelled
    case .timedOut: throw .timedOutAfterSending(host: host)
    }
  }
}

/// Curl's handle of a raw connection, handed between the actors of one loop.
///
/// `@unchecked Sendable`: only the client and its tunnels have it, all of them run on the loop's thread,
/// and nothing else touches it.
struct TunnelHandle: @unchecked Sendable {
  /// The handle.
  let easy: UnsafeMutableRawPointer

  /// A new handle, nil when curl gives none.
  init?() {
    guard let easy = ccurl_easy_open() else { return nil }
    self.easy = easy
  }
}

/// Bytes on their way out of a tunnel. What was offered once is offered again unchanged: TLS insists on
/// it.
struct TunnelSend {
  private var current: [UInt8] = []
  private var sent = 0
  private var rest = ByteQueue()

  /// How many bytes wait.
  var count: Int { current.count - sent + rest.count }

  /// Adds bytes at the end.
  mutating func append(_ bytes: [UInt8]) {
    if count == 0 {
      (current, sent) = (bytes, 0)
    } else {
      rest.append(bytes)
    }
  }

  /// Offers what waits until `take` takes nothing more.
  ///
  /// - Parameter take: Returns how many bytes it took, nil when the connection failed.
  /// - Returns: false when the connection failed.
  mutating func flush(_ take: (UnsafeRawBufferPointer) -> Int?) -> Bool {
    while count > 0 {
      if sent == current.count {
        (current, sent) = (rest.take(rest.count), 0)
      }
      let taken = current.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
      guard let taken else { return false }
      if taken == 0 { return true }
      sent += taken
    }
    return true
  }
}
