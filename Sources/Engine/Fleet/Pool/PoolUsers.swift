package import EngineCore

/// The processes that use the pool's sign-in: the service, and wrappers of rotated runs. It says when that
/// sign-in has to be renewed. Pure.
///
/// A user that ended without leaving may have left codex or a port behind, and with it the token in
/// unknown hands.
package struct PoolUsers: Hashable, Sendable, Codable {
  /// What a process uses it for.
  package enum Use: Hashable, Sendable {
    /// The proxy that serves as this root's service.
    case service
    /// One rotated run.
    case run
  }

  /// One entry for each use; a process may have several.
  private var processes: [ProcessIdentity] = []

  /// No users.
  package init() {}

  /// Enters a process, and forgets those that ended.
  ///
  /// - Parameters:
  ///   - process: who begins.
  ///   - use: what it begins.
  ///   - isAlive: whether a process still lives.
  /// - Returns: Whether the sign-in has to be renewed: for every service, after a user that ended without
  ///   leaving, and where no other process uses it. While others do a run keeps it, so that their codex is not
  ///   turned away for nothing.
  package mutating func enter(
    _ process: ProcessIdentity, for use: Use, isAlive: (ProcessIdentity) -> Bool
  ) -> Bool {
    let living = processes.filter(isAlive)
    let someoneDied = living.count < processes.count
    processes = living + [process]
    return use == .service || someoneDied || living.isEmpty
  }

  /// Takes out one entry of a process.
  package mutating func leave(_ process: ProcessIdentity) {
    if let place = processes.firstIndex(of: process) { processes.remove(at: place) }
  }
}
