import EngineKernel
import Synchronization

/// Stores what survives a restart, a moment after it changed: a moving cursor is one change.
actor ScreenSaver {
  private let world: DashboardWorld
  private var pending: ScreenState?
  private var timer: Task<Void, Never>?

  /// So long a change waits for further ones.
  private static let delay = Duration.milliseconds(500)
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

  /// Stores a state soon.
  func save(_ state: ScreenState) {
    pending = state
    guard timer == nil else { return }
    timer = Task(name: "store the screen") { [world] in
      try? await world.time.sleep(for: Self.delay)
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
