/// The version of this program.
package enum SwopVersion {
  /// Major, minor and patch.
  package static let current = "1.0.0"
}
