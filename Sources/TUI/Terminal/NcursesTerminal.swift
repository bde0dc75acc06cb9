import CTerminal
package import EngineCore
package import TUIKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal this process was started on. One of them is in use at a time: signals and the screen belong
/// to the process.
package final class NcursesTerminal: Terminal {
  package private(set) var size = Size(columns: 80, rows: 24)
  package let waker: @Sendable () -> Void = { cterm_wake() }

  private let options: TerminalOptions
  private let clipboard: Clipboard
  private var modes = TerminalModes(hasMouse: false, asks: false)
  private var input = [UInt8](repeating: 0, count: 4_096)
  private var decoder = InputDecoder()
  private var painter: CellPainter?
  private var last: Frame?
  private var isUp = false
  private var isSynchronised = false
  private var hasEnded = false
  private var awaitsAnswer = false
  /// The size the program was told last.
  private var toldSize = Size(columns: 0, rows: 0)

  /// A terminal that is not taken yet.
  package init(_ options: TerminalOptions) {
    self.options = options
    clipboard = Clipboard(options.variables)
  }

  /// The signal that asked the program to end, nil for none.
  package var endSignal: Int32? {
    let signal = cterm_end_signal()
    return signal == 0 ? nil : signal
  }

  package func start() throws(TerminalError) {
    guard !isUp else { return }
    let type = try TerminalProbe.check(options.variables)
    readSize()
    toldSize = size
    modes = TerminalModes(hasMouse: options.hasMouse, asks: TerminalProbe.canBeAsked(type))
    guardTerminal()
    guard cterm_open(type, Int32(size.rows), Int32(size.columns)) == 0 else {
      cterm_unguard()
      throw .unknown(name: type)
    }
    isUp = true
    cterm_prepare_return(modes.crash(leaving: capability("rmcup")))
    write(modes.on + modes.question)
    awaitsAnswer = modes.asks
  }

  package func stop() {
    guard isUp else { return }
    isUp = false
    write(modes.off)
    awaitAnswer()
    cterm_close()
    // Answers on their way would arrive at the shell as typed text.
    cterm_drop_input()
    cterm_unguard()
  }

  package func wait(atMost limit: Duration?) -> [TerminalEvent] {
    let isPending = decoder.isPending
    let patience = isPending ? min(limit ?? decoder.patience, decoder.patience) : limit
    let found = cterm_wait(Self.milliseconds(patience))
    var events: [TerminalEvent] = []
    if found & Int32(CTERM_INPUT) != 0 {
      events += read()
    } else if isPending, found == 0 {
      events += decoder.flush().compactMap(event)
    }
    if found & Int32(CTERM_STOP_WANTED) != 0 {
      suspend()
      events.append(.resumed)
    }
    if found & Int32(CTERM_RESIZED) != 0 { takeSize() }
    if toldSize != size {
      toldSize = size
      events.append(.resized(size))
    }
    if found & Int32(CTERM_END_WANTED) != 0 { events.append(.ended) }
    return events
  }

  package func show(_ frame: Frame, _ look: Look, whole: Bool) {
    guard isUp else { return }
    if painter?.look != look {
      painter = CellPainter(look)
      last = nil
    }
    if isSynchronised { write(TerminalModes.beginUpdate) }
    painter?.paint(frame, over: last)
    let corner = Point(column: max(0, size.columns - 1), row: max(0, size.rows - 1))
    let cursor = frame.cursor ?? corner
    cterm_flush(whole, Int32(cursor.row), Int32(cursor.column), frame.showsCursor)
    if isSynchronised { write(TerminalModes.endUpdate) }
    last = frame
  }

  package func lend(_ body: @escaping @Sendable () async -> Void) {
    leave()
    BlockingTask.run(body)
    takeBack()
  }

  package func suspend() {
    guard isUp else { return }
    leave()
    cterm_stop_group()
    takeBack()
  }

  package func copy(_ text: String) -> CopyOutcome {
    clipboard.copy(text) { write($0) }
  }

  package func beep() { write("\u{7}") }

  // MARK: - Parts

  private func guardTerminal() {
    cterm_prepare_return(modes.crash(leaving: ""))
    var log: Int32 = -1
    if let path = options.errorLog {
      log = open(path.text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    _ = cterm_guard(options.crashReport?.text, log)
    if log >= 0 { close(log) }
  }

  private func leave() {
    guard isUp else { return }
    write(modes.off)
    cterm_leave()
    cterm_set_lent(true)
  }

  private func takeBack() {
    guard isUp else { return }
    cterm_set_lent(false)
    cterm_drop_input()
    decoder.reset()
    readSize()
    cterm_return(Int32(size.rows), Int32(size.columns))
    write(modes.on)
    last = nil
  }

  private func read() -> [TerminalEvent] {
    let count = Int(cterm_read(&input, Int32(input.count)))
    if count > 0 { return decoder.feed(input[..<count]).compactMap(event) }
    // The terminal is gone: nothing will ever come again.
    guard count == 0, !hasEnded else { return [] }
    hasEnded = true
    return [.ended]
  }

  private func event(_ input: InputEvent) -> TerminalEvent? {
    switch input {
    case .key(let stroke): return .key(stroke)
    case .paste(let text): return .paste(text)
    case .mouse(let mouse): return .mouse(mouse, region: last?.region(at: mouse.point)?.name)
    case .focus(let hasFocus): return .focus(hasFocus)
    case .mode(2026, let setting):
      // 1 and 2 are on and off; anything else cannot be switched.
      isSynchronised = setting == 1 || setting == 2
      awaitsAnswer = false
      return nil
    case .mode: return nil
    }
  }

  /// An answer that comes too late would be typed into the shell. Most terminals answer at once, some never.
  private func awaitAnswer() {
    var patience = 5
    while awaitsAnswer, patience > 0 {
      if cterm_wait(20) & Int32(CTERM_INPUT) != 0, read() == [.ended] { return }
      patience -= 1
    }
  }

  private func capability(_ name: String) -> String {
    guard let text = cterm_capability(name) else { return "" }
    // Pauses for terminals made of metal stand in angle brackets.
    return String(cString: text).replacing(/\$<[^>]*>/, with: "")
  }

  private func takeSize() {
    let before = size
    readSize()
    guard size != before, isUp else { return }
    cterm_resize(Int32(size.rows), Int32(size.columns))
    last = nil
  }

  private func readSize() {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard cterm_size(&rows, &columns) == 0 else { return }
    size = Size(columns: Int(columns), rows: Int(rows))
  }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cterm_write($0.baseAddress, $0.count) }
    }
  }

  /// Whole milliseconds, rounded up: waking too early would only wait again.
  private static func milliseconds(_ duration: Duration?) -> Int32 {
    guard let duration else { return -1 }
    let (seconds, attoseconds) = duration.components
    guard seconds < 86_400 else { return 86_400_000 }
    return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

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

/// What a terminal is told at the start.
package struct TerminalOptions: Sendable {
  /// The environment: `TERM` and what says which clipboard there is.
  var variables: ProcessEnvironment
  /// Whether the mouse is asked for.
  var hasMouse = true
  /// Where a crash is described; its folder exists. Nil for nowhere.
  package var crashReport: FilePath?
  /// Where standard error goes while the screen is up; nil leaves it.
  package var errorLog: FilePath?

  /// Options of an environment.
  package init(variables: ProcessEnvironment) {
    self.variables = variables
  }
}
