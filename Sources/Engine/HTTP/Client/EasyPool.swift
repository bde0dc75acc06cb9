import CCurl

/// Curl handles that wait to be used again, which is cheaper than making new ones.
final class EasyPool {
  private static let limit = 64

  private var spares: [UnsafeMutableRawPointer] = []

  deinit {
    for easy in spares { ccurl_easy_close(easy) }
  }

  /// A handle without any option set, nil when curl gives none.
  func take() -> UnsafeMutableRawPointer? {
    spares.popLast() ?? ccurl_easy_open()
  }

  /// Takes a handle back that is in no set.
  func give(_ easy: UnsafeMutableRawPointer) {
    guard spares.count < Self.limit else { return ccurl_easy_close(easy) }
    ccurl_easy_reset(easy)
    spares.append(easy)
  }
}
