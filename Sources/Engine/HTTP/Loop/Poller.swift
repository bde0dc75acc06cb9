import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits until descriptors are ready. Used from one thread at a time.
protocol Poller: AnyObject {
  /// Begins to watch a descriptor; `token` comes back with its events.
  ///
  /// - Returns: Whether the system took it.
  func add(_ descriptor: Int32, interest: Readiness, token: UInt64) -> Bool

  /// Watches for something else.
  func change(_ descriptor: Int32, interest: Readiness, token: UInt64)

  /// No longer watches it.
  func remove(_ descriptor: Int32)

  /// Waits for events, at most `milliseconds`, forever if negative. Returns none when interrupted.
  func wait(milliseconds: Int32) -> [csystem_event]
}

/// How a loop learns that descriptors are ready.
package enum LoopBackend: Hashable, Sendable, CaseIterable {
  #if os(Linux)
    /// Linux's own way; the cost does not grow with idle connections.
    case epoll
  #endif
  /// `poll`, which every system has.
  case portable

  /// The best one of this system.
  static var native: LoopBackend {
    #if os(Linux)
      .epoll
    #else
      .portable
    #endif
  }

  /// A poller of this kind, nil when the system refuses another descriptor.
  func makePoller() -> (any Poller)? {
    switch self {
    #if os(Linux)
      case .epoll: EpollPoller()
    #endif
    case .portable: PortablePoller()
    }
  }
}

/// What a descriptor is ready for, or what someone waits for.
struct Readiness: OptionSet, Sendable {
  let rawValue: UInt32

  /// Bytes, or an end, can be read.
  static let readable = Readiness(rawValue: UInt32(CSYSTEM_READABLE))
  /// Bytes can be written.
  static let writable = Readiness(rawValue: UInt32(CSYSTEM_WRITABLE))
  /// The other side closed its half, or the connection failed.
  static let ended = Readiness(rawValue: UInt32(CSYSTEM_ENDED))
}

/// Readiness by `poll`, which every system has: the cost of a wait grows with the connections.
final class PortablePoller: Poller {
  private var entries: [pollfd] = []
  private var tokens: [UInt64] = []
  private var places: [Int32: Int] = [:]

  func add(_ descriptor: Int32, interest: Readiness, token: UInt64) -> Bool {
    guard places[descriptor] == nil else { return false }
    places[descriptor] = entries.count
    entries.append(
      pollfd(fd: descriptor, events: csystem_poll_events(interest.rawValue), revents: 0))
    tokens.append(token)
    return true
  }

  func change(_ descriptor: Int32, interest: Readiness, token: UInt64) {
    guard let place = places[descriptor] else { return }
    entries[place].events = csystem_poll_events(interest.rawValue)
    tokens[place] = token
  }

  func remove(_ descriptor: Int32) {
    guard let place = places.removeValue(forKey: descriptor) else { return }
    let last = entries.count - 1
    if place != last {
      entries[place] = entries[last]
      tokens[place] = tokens[last]
      places[entries[place].fd] = place
    }
    entries.removeLast()
    tokens.removeLast()
  }

  func wait(milliseconds: Int32) -> [csystem_event] {
    let ready = poll(&entries, nfds_t(entries.count), milliseconds)
    guard ready > 0 else { return [] }
    return entries.indices.compactMap { place in
      let readiness = csystem_poll_readiness(entries[place].revents)
      guard readiness != 0 else { return nil }
      return csystem_event(token: tokens[place], readiness: readiness)
    }
  }
}
