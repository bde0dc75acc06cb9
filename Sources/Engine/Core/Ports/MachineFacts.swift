/// What the machine says of itself and of its users.
package protocol MachineFacts: Sendable {
  /// Bytes that this user may still write on the disk that holds a path; nil if nobody knows.
  func freeBytes(at path: FilePath) -> Int64?

  /// Whether some program listens on a port of loopback.
  func isPortTaken(_ port: UInt16) -> Bool

  /// The number of the user that this process runs as.
  var currentUser: UInt32 { get }

  /// A user of this machine, nil if there is none of that name.
  func user(named name: String) -> MachineUser?

  /// The name of a user, nil if there is none of that number.
  func userName(_ number: UInt32) -> String?

  /// Whether a group has no member but the user that this process runs as.
  func isOwnGroup(_ number: UInt32) -> Bool

  /// Whom files of users seem to belong to that this process cannot name, in a user namespace without root;
  /// nil elsewhere.
  var unmappedOwner: UInt32? { get }

  /// The system in a few words, for reports: `Linux 6.1.0 x86_64`.
  var system: String { get }
}
