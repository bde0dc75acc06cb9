/// Permission bits of a file or folder.
package struct FileMode: Hashable, Sendable, CustomStringConvertible {
  /// The bits, without the file type.
  package let bits: UInt16

  /// Takes permission bits.
  package init(bits: UInt16) {
    self.bits = bits & 0o7777
  }

  /// Read and write for the owner only: 0600.
  package static let privateFile = FileMode(bits: 0o600)
  /// All for the owner only: 0700.
  package static let privateFolder = FileMode(bits: 0o700)
  /// A file that everybody may read: 0644.
  package static let sharedFile = FileMode(bits: 0o644)

  /// Whether anybody but the owner may do anything.
  package var opensToOthers: Bool { bits & 0o077 != 0 }

  /// Whether only the owner of an entry in such a folder may replace it, as in `/tmp`.
  package var isSticky: Bool { bits & 0o1000 != 0 }

  /// Four octal digits, for example `0600`.
  package var description: String {
    let octal = String(bits, radix: 8)
    return String(repeating: "0", count: max(0, 4 - octal.count)) + octal
  }
}
