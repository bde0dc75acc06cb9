/// The names of files that are written beside their target and then renamed.
package enum TemporaryName {
  private static let prefix = ".swop-"
  private static let suffix = ".tmp"

  /// A name that nobody can guess.
  package static func fresh(_ random: any RandomSource) -> String {
    prefix + Hexadecimal.text(random.bytes(8)) + suffix
  }

  /// The name of a file that only holds room on the disk for a moment.
  package static let reserved = prefix + String(repeating: "0", count: 16) + suffix

  /// The name of a sign-in that is about to take its place, while its account's token lock is held.
  package static let linked = prefix + String(repeating: "1", count: 16) + suffix

  /// Whether a name is one of these: what a crash left behind, safe to remove once nobody writes.
  package static func matches(_ name: String) -> Bool {
    name.hasPrefix(prefix) && name.hasSuffix(suffix)
      && name.count == prefix.count + 16 + suffix.count
  }
}
