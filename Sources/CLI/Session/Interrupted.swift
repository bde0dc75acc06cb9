/// The user, or the system, wished the command to end.
package struct Interrupted: Error, Sendable {
  /// The only one there is.
  package init() {}
}
