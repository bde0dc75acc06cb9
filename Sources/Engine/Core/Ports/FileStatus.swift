/// What is at a path.
package struct FileStatus: Hashable, Sendable {
  /// The kinds of entries that matter to swop.
  package enum Kind: Hashable, Sendable {
    case file, folder, link, socket, other
  }

  /// What kind of entry it is.
  package let kind: Kind
  /// Its permission bits.
  package let mode: FileMode
  /// Its owner's number.
  package let owner: UInt32
  /// Its group's number.
  package let group: UInt32
  /// Its size in bytes.
  package let size: Int64
  /// When its content last changed.
  package let modifiedAt: Date
  /// Its inode, with the device one identity of the file.
  package let inode: UInt64
  /// The device it lies on.
  package let device: UInt64
  /// How many names the file has.
  package let linkCount: UInt64

  /// A status of its parts.
  package init(
    kind: Kind, mode: FileMode, owner: UInt32, group: UInt32 = 0, size: Int64, modifiedAt: Date,
    inode: UInt64, device: UInt64, linkCount: UInt64
  ) {
    self.kind = kind
    self.mode = mode
    self.owner = owner
    self.group = group
    self.size = size
    self.modifiedAt = modifiedAt
    self.inode = inode
    self.device = device
    self.linkCount = linkCount
  }
}
