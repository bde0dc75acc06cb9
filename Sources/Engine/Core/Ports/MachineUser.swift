/// A user of this machine.
package struct MachineUser: Hashable, Sendable {
  /// The name.
  package let name: String
  /// The number.
  package let id: UInt32
  /// The numbers of all groups that the user is in.
  package let groups: Set<UInt32>

  /// A user of its parts.
  package init(name: String, id: UInt32, groups: Set<UInt32>) {
    self.name = name
    self.id = id
    self.groups = groups
  }

  /// Whether the user may do something with what has a status: owner's bits for the owner, the group's
  /// for its members, the others' for the rest. The super-user may everything, save execute what nobody
  /// may.
  package func may(_ access: FileAccess, _ status: FileStatus) -> Bool {
    let bit: UInt16 =
      switch access {
      case .read: 4
      case .write: 2
      case .execute: 1
      }
    if id == 0 {
      return access != .execute || status.kind == .folder || status.mode.bits & 0o111 != 0
    }
    let shift: UInt16 = status.owner == id ? 6 : groups.contains(status.group) ? 3 : 0
    return status.mode.bits >> shift & bit != 0
  }
}
