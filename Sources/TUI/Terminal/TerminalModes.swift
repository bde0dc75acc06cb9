/// The modes the dashboard switches on beside what ncurses does, and off again.
struct TerminalModes {
  /// Whether the mouse is asked for.
  let hasMouse: Bool
  /// Whether it may be asked about synchronised updates.
  let asks: Bool

  /// Pastes in brackets, focus reports, the mouse with its decimal form.
  var on: String {
    "\u{1B}[?2004h\u{1B}[?1004h" + (hasMouse ? "\u{1B}[?1000h\u{1B}[?1006h" : "")
  }

  /// Whether it knows synchronised updates.
  var question: String { asks ? "\u{1B}[?2026$p" : "" }

  /// All of it off.
  var off: String {
    (hasMouse ? "\u{1B}[?1006l\u{1B}[?1000l" : "") + "\u{1B}[?1004l\u{1B}[?2004l"
  }

  /// Everything a crash has to undo: an update that was begun, colours, the modes, a hidden cursor, and
  /// with `leaving` the second screen.
  func crash(leaving: String) -> String {
    (asks ? "\u{1B}[?2026l" : "") + "\u{1B}[0m" + off + "\u{1B}[?25h" + leaving + "\r\n"
  }

  /// What a child that was killed may have left on: what a crash undoes, and the other mouse and keyboard
  /// modes that programs use.
  var abandoned: String {
    (asks ? "\u{1B}[<u" : "") + "\u{1B}[?1003l\u{1B}[?1002l" + crash(leaving: "")
  }

  /// Around a frame, on terminals that know it.
  static let beginUpdate = "\u{1B}[?2026h"
  static let endUpdate = "\u{1B}[?2026l"
}
