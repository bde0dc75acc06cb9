import EngineHTTP

/// Which users the proxy serves: the one it belongs to. A token that another user got hold of is of no use
/// to that user. Pure.
enum PeerRule {
  /// Whether a client may be served.
  ///
  /// - Parameters:
  ///   - client: the client whose token was shown, nil for none.
  ///   - peer: who has the other end of its connection.
  ///   - address: where it came in.
  /// - Returns: Whether it may.
  static func admits(
    _ client: ProxyClient?, from peer: ConnectionPeer, over address: ServerAddress
  ) -> Bool {
    switch peer {
    // Root can read every file and every process of the user anyway.
    case .sameUser, .root: return true
    // What the system does not tell is not trusted: else making it silent would be the way in.
    case .otherUser, .gone, .unknown:
      guard case .unixSocket = address else { return false }
      // The user of a container's program has another number here. The socket is in a folder that only its
      // owner may open, and is mounted into containers that the owner made.
      return client?.isInContainer ?? false
    }
  }
}
