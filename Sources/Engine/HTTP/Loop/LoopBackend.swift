/// How a loop learns that descriptors are ready.
package enum LoopBackend: Hashable, Sendable, CaseIterable {
  #if os(Linux)
    /// Linux's own way; the cost does not grow with idle connections.
    case epoll
  #endif
  /// `poll`, which every system has.
  case portable

  /// The best one of this system.
  package static var native: LoopBackend {
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
