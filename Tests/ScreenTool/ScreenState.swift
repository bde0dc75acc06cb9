import EngineCore
import TUIKit

/// What the test program shows.
struct ScreenState: Sendable {
  var size: Size?
  var keys = 0
  var last = "nothing yet"
  var note = ""
  var stopped: Int32?
  var isOver = false
}

/// What can happen to it.
enum ScreenMessage: Sendable {
  case event(TerminalEvent)
  case tick
  case childEnded(ProcessEnd)
  case childStopped(Int32)
  case note(String)
}

/// What it asks for.
enum ScreenEffect: Sendable {
  case run, resume(Int32), crash, complain, copy, suspend
}
