import EngineCore

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

/// A terminal that cannot be used.
package enum TerminalError: EngineError, Hashable {
  /// Input or output is not a terminal.
  case notATerminal
  /// The terminal of this name can neither move its cursor nor clear its screen.
  case tooSimple(name: String)
  /// Nothing is known about a terminal of this name.
  case unknown(name: String)
  /// The library that draws is not on this machine.
  case libraryMissing(name: String)

  package var code: String {
    switch self {
    case .notATerminal: "not_a_terminal"
    case .tooSimple: "terminal_too_simple"
    case .unknown: "terminal_unknown"
    case .libraryMissing: "library_missing"
    }
  }

  package var message: String {
    switch self {
    case .notATerminal: "The dashboard needs a terminal."
    case .tooSimple(let name):
      name.isEmpty
        ? "The dashboard cannot draw here: TERM is not set."
        : "The dashboard cannot draw on a terminal of the type “\(PrintableText.shortened(name, to: 40))”."
    case .unknown(let name):
      "No terminal description for “\(PrintableText.shortened(name, to: 40))”."
    case .libraryMissing(let name): "The library \(name), which draws the dashboard, is missing."
    }
  }

  package var remedy: String? {
    switch self {
    case .notATerminal, .tooSimple: "Watch without a screen: swop status --watch --plain"
    case .unknown: "Set TERM to a known type, for example: TERM=xterm-256color swop ui"
    case .libraryMissing: "Install it: apt-get install libncursesw6"
    }
  }
}

/// What comes from a terminal.
package enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(KeyStroke)
  /// Text was pasted; it never acts as keys.
  case paste(String)
  /// The mouse was used, on this region of the last frame or on none.
  case mouse(MouseEvent, region: String?)
  /// The screen has this size now.
  case resized(Size)
  /// The window got or lost the focus.
  case focus(Bool)
  /// The program was stopped and goes on; the screen is ours again.
  case resumed
  /// The terminal is gone, or someone asks the program to end.
  case ended
}

/// What a mouse did.
package struct MouseEvent: Hashable, Sendable {
  /// The kinds we care about.
  package enum Kind: Hashable, Sendable {
    case click, doubleClick, wheelUp, wheelDown
  }

  /// What it did.
  package let kind: Kind
  /// Where.
  package let point: Point

  /// An event of its parts.
  package init(_ kind: Kind, at point: Point) {
    self.kind = kind
    self.point = point
  }
}

/// What became of text that was to be copied.
package enum CopyOutcome: Hashable, Sendable {
  /// The system's own tool of this name has it.
  case tool(String)
  /// The terminal was asked to take it (OSC 52); whether it did cannot be known.
  case terminal
  /// It is longer than a terminal takes, and there is no tool.
  case tooLong(limit: Int)
}
