#if os(Linux)
  import CSystem
  import Glibc

  /// Readiness by epoll: the cost of a wait does not grow with the number of idle connections.
  final class EpollPoller: Poller {
    private let epoll: Int32
    private let capacity = 256

    /// A poller, nil when the system refuses another descriptor.
    init?() {
      epoll = csystem_epoll_create()
      if epoll < 0 { return nil }
    }

    deinit {
      close(epoll)
    }

    func add(_ descriptor: Int32, interest: Readiness, token: UInt64) -> Bool {
      csystem_epoll_set(epoll, Int32(CSYSTEM_ADD), descriptor, interest.rawValue, token) == 0
    }

    func change(_ descriptor: Int32, interest: Readiness, token: UInt64) {
      _ = csystem_epoll_set(epoll, Int32(CSYSTEM_CHANGE), descriptor, interest.rawValue, token)
    }

    func remove(_ descriptor: Int32) {
      _ = csystem_epoll_set(epoll, Int32(CSYSTEM_REMOVE), descriptor, 0, 0)
    }

    func wait(milliseconds: Int32) -> [csystem_event] {
      Array(unsafeUninitializedCapacity: capacity) { buffer, count in
        count = Int(
          max(0, csystem_epoll_wait(epoll, buffer.baseAddress, Int32(capacity), milliseconds)))
      }
    }
  }
#endif
