@testable package import EngineCore

/// A machine as a test wants it.
package struct ScriptedMachine: MachineFacts {
  /// Bytes that are free on every disk.
  package var free: Int64? = 50_000_000_000
  /// Ports that are taken.
  package var takenPorts: Set<UInt16> = []
  /// Who this process runs as.
  package var currentUser: UInt32
  /// The users there are.
  package var users: [MachineUser] = []

  /// Groups that no one else is in.
  package var ownGroups: Set<UInt32> = []
  /// Whom files seem to belong to in a user namespace.
  package var unmappedOwner: UInt32?

  package let system = "Linux 6.1.0 x86_64"

  /// A machine on which nothing is wrong for a user.
  package init(currentUser: UInt32) {
    self.currentUser = currentUser
  }

  package func freeBytes(at path: FilePath) -> Int64? { free }

  package func isPortTaken(_ port: UInt16) -> Bool { takenPorts.contains(port) }

  package func user(named name: String) -> MachineUser? { users.first { $0.name == name } }

  package func userName(_ number: UInt32) -> String? { users.first { $0.id == number }?.name }

  package func isOwnGroup(_ number: UInt32) -> Bool { ownGroups.contains(number) }
}
