import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which user has the other end of a connection, as the system says.
package enum ConnectionPeer: Hashable, Sendable {
  /// The user that this process runs as.
  case sameUser
  /// Root, where this process is not root's.
  case root
  /// Another user.
  case otherUser
  /// No process holds the other end any more.
  case gone
  /// The system does not tell, or was not asked.
  case unknown

  /// The peer of a user number.
  init(user: UInt32, own: UInt32) {
    self = user == own ? .sameUser : user == 0 ? .root : .otherUser
  }

  /// Asks the system about a connected socket: one system call for a unix socket, four for TCP (about ten
  /// microseconds).
  init(of descriptor: Int32) {
    var user: UInt32 = 0
    switch csystem_peer_user(descriptor, &user) {
    case 0: self.init(user: user, own: geteuid())
    case -ENOENT: self = .gone
    default: self = .unknown
    }
  }
}

/// The connections that have not shown a valid token yet, oldest first, and which of them are too many. Pure.
///
/// A client that opens hundreds at once connects all of them before it sends the first head. So young ones
/// may be more for a moment, up to a bound that keeps their memory small.
struct UnprovenConnections {
  /// How long one may take before it counts as one too many.
  static let grace = Duration.milliseconds(500)
  /// How many there may ever be; one of the proxy's holds up to 64 KiB.
  static let most = 1_024

  private let limit: Int?
  private var entries: [(id: Int, since: Duration)] = []

  /// None yet.
  ///
  /// - Parameter limit: how many there may be for longer; nil for any number, which keeps no list.
  init(limit: Int?) { self.limit = limit }

  /// The oldest of those beyond the limit, as far as they had their time.
  func surplus(at now: Duration) -> [Int] {
    guard let limit, entries.count > limit else { return [] }
    let tooMany = max(0, entries.count - Self.most)
    return entries.prefix(entries.count - limit).enumerated().filter { place, entry in
      place < tooMany || now - entry.since >= Self.grace
    }.map(\.element.id)
  }

  /// When the next one will be too many, nil if none will.
  var nextSurplus: Duration? {
    guard let limit, entries.count > limit else { return nil }
    return entries.first.map { $0.since + Self.grace }
  }

  /// Adds a new connection.
  mutating func add(_ id: Int, at now: Duration) {
    if limit != nil { entries.append((id, now)) }
  }

  /// Forgets a connection that proved itself, or ended.
  mutating func remove(_ id: Int) {
    // They are in the order of their numbers.
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].id < id { low = middle + 1 } else { high = middle }
    }
    if low < entries.count, entries[low].id == id { entries.remove(at: low) }
  }
}
