/// One thing that keeps an account from being used now.
struct Obstacle: Hashable {
  /// What it is: a clause with the numbers.
  let reason: String
  /// When it is over, nil if nobody said.
  let until: Date?

  /// When all of `obstacles` are over, nil if that is unknown of any.
  static func end(of obstacles: [Obstacle]) -> Date? {
    let ends = obstacles.compactMap(\.until)
    return ends.count == obstacles.count ? ends.max() : nil
  }
}
