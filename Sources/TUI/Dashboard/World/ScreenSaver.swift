import EngineKernel
import Synchronization

/// Stores what survives a restart, once it has rested: a moving cursor is one change. What is stored makes
/// every open dashboard look at the disk again, so it is never stored between two keys.
actor ScreenSaver {
  private let world: DashboardWorld
  private var pending: ScreenState?
  private var timer: Task<Void, Never>?

  /// So long nothing may have changed.
  private static let rest = Duration.seconds(2)
  private static let name = "dashboard"

  init(_ world: DashboardWorld) {
    self.world = world
  }

  /// What was stored last, nil for nothing.
  static func load(from screens: any ScreenStore) -> ScreenState? {
    // A screen that nobody can read any more begins anew; nothing is lost that cannot be pressed again.
    guard let body = try? screens.screen(name) else { return nil }
    return try? JSONDecoder().decode(ScreenState.self, from: Data(body.utf8))
  }

  /// Stores a state once it rests.
  func save(_ state: ScreenState) {
    pending = state
    timer?.cancel()
    timer = Task(name: "store the screen") { [world] in
      guard (try? await world.time.sleep(for: Self.rest)) != nil else { return }
      self.write()
    }
  }

  /// Stores what waits, now.
  func flush() {
    timer?.cancel()
    write()
  }

  private func write() {
    timer = nil
    guard let state = pending else { return }
    pending = nil
    // A full disk costs the memory of a cursor, nothing else.
    guard let body = try? JSONEncoder().encode(state) else { return }
    try? world.screens.setScreen(Self.name, String(decoding: body, as: UTF8.self))
  }
}
