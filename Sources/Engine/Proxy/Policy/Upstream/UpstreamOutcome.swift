/// What became of one try: everything that can happen between an account's upstream and the proxy.
package enum UpstreamOutcome: Hashable, Sendable {
  /// A head arrived; for an error with the beginning of its body. 101 for an accepted WebSocket.
  case answered(UpstreamAnswer)
  /// The first event of a 200 stream that is not a greeting, or the first frame of a WebSocket's turn,
  /// says that the turn failed.
  case failedInStream(StreamFailure)
  /// Nothing listens, no name, no route, no TLS.
  case failedToConnect
  /// The connection was not there within its limit.
  case timedOutConnecting
  /// No head within its limit.
  case timedOutBeforeHead
  /// The connection ended before a head.
  case closedBeforeHead(wasReused: Bool)
  /// Nothing arrived for as long as a stream may be silent.
  case stalled
  /// The stream ended before its end.
  case cut
  /// The stream ended as it should.
  case ended
  /// The account's token could not be renewed; `isDead` if it never will be.
  case tokenUnavailable(isDead: Bool)
}
