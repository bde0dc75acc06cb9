import Engine
import EngineSettings

/// Keeps one engine for as long as the settings stay the same, and makes another when they change.
actor FleetKeeper {
  private let read: @Sendable () throws -> Settings
  private let make: @Sendable (Settings) throws -> Fleet
  private var current: (settings: Settings, fleet: Fleet)?

  /// A keeper.
  ///
  /// - Parameters:
  ///   - read: reads the settings that hold now.
  ///   - make: makes an engine of them.
  init(
    read: @escaping @Sendable () throws -> Settings,
    make: @escaping @Sendable (Settings) throws -> Fleet
  ) {
    self.read = read
    self.make = make
  }

  /// The engine of the settings that hold now. While the file is broken, the last good ones hold.
  ///
  /// - Throws: What reading the settings or opening the state throws, when there is no engine yet.
  func fleet() throws -> Fleet { try engine().fleet }

  /// The engine with the settings it was made of.
  func engine() throws -> (settings: Settings, fleet: Fleet) {
    let wanted: Settings
    do {
      wanted = try read()
    } catch {
      if let current { return current }
      throw error
    }
    if let current, current.settings == wanted { return current }
    let made = (settings: wanted, fleet: try make(wanted))
    current = made
    return made
  }
}
