/// A state and its picture.
package struct Drawn<State: Sendable>: Sendable {
  /// The state as the picture shows it.
  package let state: State
  /// The picture.
  package let frame: Frame

  /// A state with its picture.
  package init(_ state: State, _ frame: Frame) {
    self.state = state
    self.frame = frame
  }
}
