package import EngineCore
package import TUIKit

/// The events of the engine, the proxy and other swop processes.
package struct EventLog: Hashable, Sendable {
  /// The newest events, oldest first.
  package var entries: [EngineEvent] = []
  /// Where the cursor of the log panel stands: a place in `entries`; nil follows the newest.
  package var position: Int?
  /// What is searched for; rows stay.
  package var search = TextField()
  /// Whether the search is being typed.
  package var isSearching = false

  /// An empty log.
  package init() {}

  /// So many events are kept on the screen.
  package static let limit = 500

  /// The places in `entries` that the search finds, in the words that the screen shows.
  package var matches: [Int] {
    let query = SearchTerm(search.text)
    guard !search.isEmpty else { return [] }
    return entries.indices.filter { index in
      query.isFound(in: EventLine.subject(entries[index]))
        || query.isFound(in: EventLine.sentence(entries[index], relogin: nil))
    }
  }

  /// Where the cursor stands, nil in an empty log.
  package var cursor: Int? {
    entries.isEmpty ? nil : min(position ?? entries.count - 1, entries.count - 1)
  }
}
