import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
