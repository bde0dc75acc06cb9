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
