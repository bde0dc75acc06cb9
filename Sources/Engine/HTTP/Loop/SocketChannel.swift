import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connected socket on a loop: reads when asked to, sends at once and keeps what the system does not
/// take yet. Belongs to the loop's thread; its owner closes it.
final class SocketChannel {
  /// What reading brought.
  enum Received {
    /// Bytes in the loop's scratch room, valid until the next read of any channel.
    case bytes(UnsafeRawBufferPointer)
    /// Nothing at the moment.
    case nothing
    /// The other side has closed its half.
    case end
    /// The connection failed.
    case failed
  }

  private let loop: EventLoop
  private let descriptor: Int32
  private var watch: DescriptorWatch?
  private var unsent = ByteQueue()

  /// Whether the socket is still this channel's.
  private(set) var isOpen = true

  /// Whether arriving bytes are announced. Back-pressure: while it is false, they stay in the system
  /// and the sender has to wait.
  var isReading = false { didSet { if isReading != oldValue { updateInterest() } } }

  /// Whether the other side's end is announced; it comes again and again until this is turned off.
  var isWatchingEnd = true { didSet { if isWatchingEnd != oldValue { updateInterest() } } }

  /// Takes a connected, non-blocking socket.
  init(_ descriptor: Int32, on loop: EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
  }

  /// How many bytes the system did not take yet.
  var unsentCount: Int { unsent.count }

  /// Who has the other end.
  var peer: ConnectionPeer { isOpen ? ConnectionPeer(of: descriptor) : .gone }

  /// Begins to announce what happens.
  ///
  /// - Returns: false when the system refuses to watch it.
  func start(_ handler: @escaping (Readiness) -> Void) -> Bool {
    watch = loop.watch(descriptor, for: interest, handler: handler)
    return watch != nil
  }

  /// Reads what has arrived, at most 64 KiB.
  func receive() -> Received {
    guard isOpen else { return .failed }
    let count = csystem_receive(descriptor, loop.scratch.baseAddress, loop.scratch.count)
    if count > 0 { return .bytes(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count])) }
    if count == 0 { return .end }
    return Self.isTemporary(count) ? .nothing : .failed
  }

  /// Sends bytes; what the system does not take now goes out as soon as it can.
  ///
  /// - Returns: false when the connection failed.
  func send(_ bytes: [UInt8]) -> Bool {
    guard isOpen else { return false }
    guard unsent.isEmpty else {
      unsent.append(bytes)
      return true
    }
    let count = bytes.withUnsafeBytes { csystem_send(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 || Self.isTemporary(count) else { return false }
    if count < bytes.count {
      unsent.append(bytes[max(0, count)...])
      updateInterest()
    }
    return true
  }

  /// Sends what is left, when the socket is writable again.
  ///
  /// - Returns: false when the connection failed.
  func flush() -> Bool {
    while isOpen, !unsent.isEmpty {
      let count = unsent.waiting.withUnsafeBytes {
        csystem_send(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 { return Self.isTemporary(count) }
      unsent.drop(count)
    }
    updateInterest()
    return isOpen
  }

  /// Tells the other side that nothing more comes.
  func shutdownWriting() {
    if isOpen { _ = csystem_shutdown_writing(descriptor) }
  }

  /// Closes; with `reset` what was not sent is dropped and the other side sees a reset.
  func close(reset: Bool = false) {
    guard isOpen else { return }
    release()
    csystem_close_socket(descriptor, reset ? 1 : 0)
  }

  /// Gives the socket away, with the bytes that still have to be sent.
  func detach() -> (descriptor: Int32, unsent: [UInt8]) {
    release()
    return (descriptor, unsent.take(unsent.count))
  }

  private func release() {
    isOpen = false
    if let watch { loop.unwatch(watch) }
    watch = nil
  }

  private var interest: Readiness {
    var interest: Readiness = isWatchingEnd ? [.ended] : []
    if isReading { interest.insert(.readable) }
    if !unsent.isEmpty { interest.insert(.writable) }
    return interest
  }

  private func updateInterest() {
    if let watch { loop.change(watch, to: interest) }
  }

  private static func isTemporary(_ result: Int) -> Bool {
    result == -Int(EAGAIN) || result == -Int(EWOULDBLOCK) || result == -Int(EINTR)
  }
}

/// The system's own words for its error numbers.
enum SystemReason {
  /// What an error number means.
  static func text(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
  }
}
