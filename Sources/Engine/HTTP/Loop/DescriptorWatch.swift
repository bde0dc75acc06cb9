/// One watched descriptor. Belongs to the loop's thread.
final class DescriptorWatch {
  let descriptor: Int32
  /// Distinguishes this watch from an earlier one of the same number, whose events may still come.
  let generation: UInt32
  /// What is waited for.
  var interest: Readiness
  /// Called with what the descriptor is ready for. `.ended` comes unasked when a connection fails; the
  /// handler then ends the watch, or it is called again at once.
  let handler: (Readiness) -> Void

  init(
    descriptor: Int32, generation: UInt32, interest: Readiness,
    handler: @escaping (Readiness) -> Void
  ) {
    self.descriptor = descriptor
    self.generation = generation
    self.interest = interest
    self.handler = handler
  }

  /// What the poller hands back with an event.
  var token: UInt64 { UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor)) }
}
