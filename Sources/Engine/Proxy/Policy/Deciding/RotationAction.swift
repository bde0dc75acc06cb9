/// What the proxy is to do.
package enum RotationAction: Hashable, Sendable {
  /// Do this with a request.
  case decided(RequestNumber, Decision)
  /// Keep and tell this.
  case learned(Lesson)
}
