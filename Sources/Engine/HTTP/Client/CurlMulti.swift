import CCurl

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
