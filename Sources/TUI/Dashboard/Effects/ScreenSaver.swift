import EngineCore
import Synchronization

/// Stores what survives a restart, once it has rested: a moving cursor is one change. What is stored makes
/// every open dashboard look at the disk again, so it is never stored between two keys.
final class ScreenSaver: Sendable {
  private struct Content {
    var pending: ScreenState?
    /// When it changed last, as uptime.
    var changedAt = Duration.zero
    var waiter: Task<Void, Never>?
  }

  private let world: DashboardWorld
  private let content = Mutex(Content())

  /// So long nothing may have changed.
  private static let rest = Duration.seconds(2)
  private static let name = "dashboard"

  init(_ world: DashboardWorld) {
    self.world = world
  }

  /// What was stored last, nil for nothing.
  static func load(from screens: any ScreenStore) -> ScreenState? {
    // A screen that no one can read any more starts over; nothing is lost that cannot be pressed again.
    guard let body = try? screens.screen(name) else { return nil }
    return try? JSONDecoder().decode(ScreenState.self, from: Data(body.utf8))
  }

  /// Stores a state once it rests.
  func save(_ state: ScreenState) {
    let now = world.time.uptime()
    content.withLock { content in
      content.pending = state
      content.changedAt = now
      guard content.waiter == nil else { return }
      content.waiter = Task(name: "store the screen") { await self.storeAtRest() }
    }
  }

  /// Stores what waits, now.
  func flush() {
    content.withLock { $0.waiter }?.cancel()
    store()
  }

  private func storeAtRest() async {
    while true {
      let left = content.withLock { $0.changedAt } + Self.rest - world.time.uptime()
      guard left > .zero else { return store() }
      guard (try? await world.time.sleep(for: left)) != nil else { return }
    }
  }

  private func store() {
    let state = content.withLock { content in
      defer { (content.pending, content.waiter) = (nil, nil) }
      return content.pending
    }
    // A full disk costs the memory of a cursor, nothing else.
    guard let state, let body = try? JSONEncoder().encode(state) else { return }
    try? world.screens.setScreen(Self.name, String(decoding: body, as: UTF8.self))
  }
}

/// What survives a restart of the dashboard.
struct ScreenState: Hashable, Sendable, Codable {
  /// The chosen account.
  var selection: AccountID?
  /// The filter that was kept.
  var filter: String = ""
  /// How rows are ordered.
  var sort: SortOrder = .ready
  /// The part of the main screen that had the keys.
  var focus: Focus = .accounts
  /// Whether it had the whole screen.
  var isExpanded: Bool = false
  /// The theme, nil if it was never changed.
  var theme: String?
}
