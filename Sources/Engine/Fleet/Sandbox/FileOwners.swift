package import EngineCore

/// Who may own and write what a user relies on.
package struct FileOwners: Sendable {
  /// The number of the user that runs swop.
  package let user: UInt32
  private let machine: any MachineFacts

  /// The owners that the user of this process relies on.
  package init(_ machine: any MachineFacts) {
    user = machine.currentUser
    self.machine = machine
  }

  /// Whether something of this owner may be obeyed: the user's own, or root's.
  func mayOwn(_ owner: UInt32) -> Bool { owner == user || owner == 0 }

  /// Whether a folder or link of this owner may lead there. In a user namespace, where agents run commands,
  /// root's folders seem to have no owner.
  func mayLead(_ owner: UInt32) -> Bool { mayOwn(owner) || owner == machine.unmappedOwner }

  /// Whether users other than this one and root may write it by its mode.
  func letsOthersWrite(_ status: FileStatus) -> Bool {
    let bits = status.mode.bits
    return bits & 0o002 != 0 || bits & 0o020 != 0 && !machine.isOwnGroup(status.group)
  }

  /// Whether users other than this one and root may enter a folder by its mode.
  func letsOthersEnter(_ status: FileStatus) -> Bool {
    let bits = status.mode.bits
    return bits & 0o001 != 0 || bits & 0o010 != 0 && !machine.isOwnGroup(status.group)
  }

  /// The name of a user, or its number.
  func name(_ owner: UInt32) -> String { machine.userName(owner) ?? "user \(owner)" }
}
