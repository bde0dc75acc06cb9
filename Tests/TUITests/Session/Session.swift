import EngineCore
import EnginePlatform
import Synchronization
import TUI
import TestSupport
import Testing

@testable import TUIKit

/// The whole dashboard over an engine in memory, on a clock that stands still until the test moves it.
final class Session: Sendable {
  let terminal: FakeTerminal
  let fleet: MemoryFleet
  let time = ManualTimeSource(FleetFixture.now)
  let console = MemoryConsole()
  private let screens: MemoryScreens
  private let changed = Mutex<(@Sendable () -> Void)?>(nil)

  private init(_ fleet: MemoryFleet, _ screens: MemoryScreens, _ size: Size) {
    self.fleet = fleet
    self.screens = screens
    terminal = FakeTerminal(size, time: time)
  }

  /// Plays a session from the first frame to the end of the program, which the closing of the terminal
  /// brings about unless `body` has left by itself.
  @discardableResult
  static func play(
    _ fleet: MemoryFleet = MemoryFleet(), screens: MemoryScreens = MemoryScreens(),
    size: Size = Size(columns: 80, rows: 24),
    _ body: @escaping @Sendable (Session) async throws -> Void
  ) async throws -> Session {
    let session = Session(fleet, screens, size)
    let app = DashboardApp(session.world, view: DashboardView.draw)
    let state = DashboardState(size: size, now: session.time.now(), timeZone: .gmt)
    async let end = ThreadWait.onOwnThread {
      Result { () throws(TerminalError) in try app.run(on: session.terminal, from: state) }
    }
    do {
      try await body(session)
    } catch {
      Issue.record(error, "The engine was asked: \(session.fleet.calls)")
      session.terminal.send([.ended])
      _ = await end
      throw error
    }
    session.terminal.send([.ended])
    try await end?.get()
    return session
  }

  /// Presses keys, each half a second after the one before.
  func press(_ keys: String...) {
    for key in keys {
      guard let stroke = KeyStroke(key) else { preconditionFailure("no key: \(key)") }
      pass(.milliseconds(500))
      terminal.send([.key(stroke)])
    }
  }

  /// Waits for a row of the screen that has all of these words.
  func see(_ words: String...) async throws {
    try await terminal.see { Self.shows(words, in: $0) }
  }

  /// Whether a row of a frame has all of these words.
  static func shows(_ words: [String], in frame: Frame) -> Bool {
    frame.text.split(separator: "\n").contains { row in words.allSatisfy(row.contains) }
  }

  /// Waits for a screen on which no row has these words.
  func seeNo(_ words: String) async throws {
    try await terminal.see { !$0.text.contains(words) }
  }

  /// Lets time pass.
  func pass(_ duration: Duration) {
    time.advance(by: duration)
    terminal.waker()
  }

  /// Tells the dashboard that something changed on disk.
  func tellOfChange() { changed.withLock { $0 }?() }

  private var world: DashboardWorld {
    let themes = BuiltInThemes.names.compactMap { try? ThemeLibrary().theme(named: $0) }
    return DashboardWorld(
      fleet: { [fleet] in fleet }, time: time, random: SeededRandom(), home: "/home/me",
      directory: "/home/me/src", screens: screens, settings: UsualSettings(),
      themes: { (themes, []) }, openLink: { _ in true },
      watch: { [self] told in
        changed.withLock { $0 = told }
        return { [self] in changed.withLock { $0 = nil } }
      },
      block: { body in ThreadWait.value(of: body) }, console: console)
  }
}
