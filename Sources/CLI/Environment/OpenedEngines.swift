import Synchronization

/// The engines that one use of a command has opened, so that it can let them finish.
final class OpenedEngines: Sendable {
  private let fleets = Mutex<[any FleetDoor]>([])

  /// All of them.
  var all: [any FleetDoor] { fleets.withLock { $0 } }

  /// Notes one.
  func add(_ fleet: any FleetDoor) { fleets.withLock { $0.append(fleet) } }
}
