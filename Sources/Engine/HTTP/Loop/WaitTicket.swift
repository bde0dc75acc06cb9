/// One suspended task of a loop, or one that is about to suspend.
///
/// `@unchecked Sendable`: its state is touched on the loop's thread alone, by functions that check that.
final class WaitTicket: @unchecked Sendable {
  /// Where the task stands; only the loop changes it.
  var state = LoopWait.beginning
}
