/// A screen and a keyboard. Used from one thread, which is the one that runs the loop.
package protocol Terminal: AnyObject {
  /// How large the screen is now.
  var size: Size { get }

  /// Wakes a `wait` on any thread.
  var waker: @Sendable () -> Void { get }

  /// Takes the screen.
  func start() throws(TerminalError)

  /// Gives the screen back as it was. May be called again, and without `start`.
  func stop()

  /// Waits for something to happen.
  ///
  /// - Parameter limit: how long at most; nil for without a limit.
  /// - Returns: All that came from the terminal; empty when the time was up or `waker` was used.
  func wait(atMost limit: Duration?) -> [TerminalEvent]

  /// Shows a frame: what differs from the last one is drawn, or everything if `whole` is set.
  func show(_ frame: Frame, _ look: Look, whole: Bool)

  /// Gives the screen back, runs `body` to its end, and takes the screen again. The caller waits; nothing
  /// is drawn and nothing is read meanwhile.
  func lend(_ body: @escaping @Sendable () async -> Void)

  /// Stops the program as the terminal's own Ctrl-Z would, and returns when it goes on.
  func suspend()

  /// Copies text to the clipboard.
  func copy(_ text: String) -> CopyOutcome

  /// Draws attention.
  func beep()
}
