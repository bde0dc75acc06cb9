/// One system call of a traced process, its two halves joined.
struct TracedCall: Hashable {
  /// How it ended.
  enum Result: Hashable {
    /// It succeeded; the number, and what strace says is behind a descriptor.
    case value(Int, place: String?)
    /// It failed, or the process never came back from it.
    case none
  }

  /// The process, or the thread.
  let process: Int32
  /// When it began, seconds since 1970.
  let time: Double
  /// Its name.
  let name: String
  /// Its arguments as strace writes them, without what surrounds them.
  let arguments: [String]
  /// How it ended.
  let result: Result

  /// The number it returned, nil if it failed.
  var value: Int? {
    if case .value(let number, _) = result { number } else { nil }
  }

  /// The path behind the returned descriptor, links resolved; nil for sockets and the like.
  var returnedPath: String? {
    guard case .value(_, let place?) = result, place.hasPrefix("/") else { return nil }
    return place
  }
}
