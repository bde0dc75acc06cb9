import CCurl

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
