import EngineSettings
import TUI

/// Keeps one engine for as long as the settings stay the same, and makes another when they change.
actor FleetKeeper {
  private let settings: @Sendable () throws -> Settings
  private let make: @Sendable (Settings) throws -> any DashboardFleet
  private var current: (settings: Settings, fleet: any DashboardFleet)?

  /// A keeper.
  ///
  /// - Parameters:
  ///   - settings: reads the settings that hold now.
  ///   - make: makes an engine of them.
  init(
    settings: @escaping @Sendable () throws -> Settings,
    make: @escaping @Sendable (Settings) throws -> any DashboardFleet
  ) {
    self.settings = settings
    self.make = make
  }

  /// The engine of the settings that hold now. While the file is broken, the last good ones hold.
  ///
  /// - Throws: What reading the settings or opening the state throws, when there is no engine yet.
  func fleet() throws -> any DashboardFleet {
    let wanted: Settings
    do {
      wanted = try settings()
    } catch {
      if let current { return current.fleet }
      throw error
    }
    if let current, current.settings == wanted { return current.fleet }
    let fleet = try make(wanted)
    current = (wanted, fleet)
    return fleet
  }
}
