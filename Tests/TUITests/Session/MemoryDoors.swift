import EngineCore
import Synchronization
import TUI
import TUIKit

/// What a screen leaves, in memory.
final class MemoryScreens: ScreenStore {
  private let bodies = Mutex<[String: String]>([:])

  func screen(_ name: String) throws(StoreError) -> String? { bodies.withLock { $0[name] } }

  func setScreen(_ name: String, _ body: String) throws(StoreError) {
    bodies.withLock { $0[name] = body }
  }
}

/// Settings that nobody has changed.
struct UsualSettings: SettingsDoor {
  func entries() async throws -> [SettingsPanel.Entry] { [] }
  func keyChanges() async throws -> KeyChanges { KeyChanges([], of: DashboardCommands.keymap.set) }
  func change(_ name: String, to value: String?) async throws {}
}

/// The plain screen; Enter is always pressed.
final class MemoryConsole: Console {
  private let content = Mutex<[String]>([])

  /// What was said.
  var lines: [String] { content.withLock { $0 } }

  func say(_ line: String) { content.withLock { $0.append(line) } }
  func waitForEnter() { say("(Enter)") }
}
