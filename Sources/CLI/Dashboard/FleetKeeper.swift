import Engine

/// Keeps the engine of the settings that hold.
actor FleetKeeper {
  private let make: @Sendable () throws -> Fleet
  private var first: Fleet?

  /// A keeper; `make` makes the first engine.
  init(make: @escaping @Sendable () throws -> Fleet) {
    self.make = make
  }

  /// The engine of the settings that hold now. While the file is broken, the last good ones hold.
  ///
  /// - Throws: What reading the settings or opening the state throws, when there is no engine yet.
  func fleet() async throws -> Fleet {
    let first = try first ?? make()
    self.first = first
    return await first.current()
  }
}
