/// The connections that have not shown a valid token yet, oldest first, and which of them are too many. Pure.
struct UnprovenConnections {
  private let limit: Int?
  private var ids: [Int] = []

  /// None yet.
  ///
  /// - Parameter limit: how many there may be; nil for any number, which keeps no list.
  init(limit: Int?) { self.limit = limit }

  /// The oldest of those beyond the limit.
  var surplus: ArraySlice<Int> {
    guard let limit, ids.count > limit else { return [] }
    return ids.prefix(ids.count - limit)
  }

  /// Adds a new connection.
  mutating func add(_ id: Int) {
    if limit != nil { ids.append(id) }
  }

  /// Forgets a connection that proved itself, or ended.
  mutating func remove(_ id: Int) {
    if let place = ids.firstIndex(of: id) { ids.remove(at: place) }
  }
}
