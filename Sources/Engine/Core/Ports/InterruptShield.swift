/// Puts off the signals by which people end a program (Ctrl-C, TERM, HUP, quit) over a few moments that
/// must not be cut in two. What arrived meanwhile has its usual effect afterwards.
package protocol InterruptShield: Sendable {
  /// From now on they wait. Several callers may do so at once; each lowers once.
  func raise()
  /// The last one to lower lets them through.
  func lower()
}

/// For whoever cannot be interrupted, or does not mind.
package struct NoShield: InterruptShield {
  /// A shield that does nothing.
  package init() {}

  package func raise() {}
  package func lower() {}
}
