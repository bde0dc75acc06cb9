/// Something that happens on the loop at a moment, unless it is moved or cancelled before.
///
/// Belongs to the loop's thread. The owner keeps it; the loop only knows the ones that are armed.
final class LoopTimer {
  /// When it is due, in nanoseconds of the monotonic clock; only the heap that holds it changes it.
  var deadline: Int64 = 0
  /// Its place in the heap, nil while it is not armed; only the heap changes it.
  var place: Int?
  /// What happens.
  var action: () -> Void

  init(action: @escaping () -> Void = {}) {
    self.action = action
  }
}
