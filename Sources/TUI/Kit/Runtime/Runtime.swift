package import EngineCore

/// The loop: wait, take everything that happened into the state, draw once.
///
/// It runs on the thread that owns the terminal. Everything else runs elsewhere and talks through the
/// mailbox. Effects go to the handler on this thread, which starts them and returns; only a foreground
/// child may hold it up, while it has the terminal.
package final class Runtime<State: Sendable, Message: Sendable, Effect: Sendable> {
  /// What a handler may do beside its effect.
  package enum Request: Sendable {
    /// Nothing.
    case nothing
    /// Draw every cell again: the screen was lent or is in doubt.
    case redraw
  }

  private let program: Program<State, Message, Effect>
  private let terminal: any Terminal
  private let mailbox: Mailbox<Message>
  private let time: any TimeSource
  private let perform: (Effect, any Terminal) -> Request
  private var state: State
  private var limiter = FrameLimiter()
  private var shown: (drawn: Drawn<State>, look: Look)?
  private var isDirty = true
  private var needsWhole = true

  /// A loop that has not begun.
  ///
  /// - Parameters:
  ///   - program: what it runs.
  ///   - state: how it begins.
  ///   - terminal: the screen and keyboard.
  ///   - mailbox: where messages arrive.
  ///   - time: the clock.
  ///   - perform: does an effect, or starts it; called on the terminal's thread.
  package init(
    _ program: Program<State, Message, Effect>, state: State, terminal: any Terminal,
    mailbox: Mailbox<Message>, time: any TimeSource,
    perform: @escaping (Effect, any Terminal) -> Request
  ) {
    self.program = program
    self.state = state
    self.terminal = terminal
    self.mailbox = mailbox
    self.time = time
    self.perform = perform
  }

  /// Runs until the program is over.
  ///
  /// - Parameter effects: what to do first.
  /// - Returns: The last state.
  /// - Throws: `TerminalError` when the screen cannot be taken.
  package func run(_ effects: [Effect] = []) throws(TerminalError) -> State {
    mailbox.setWaker(terminal.waker)
    try terminal.start()
    defer { terminal.stop() }
    // A terminal knows its size only when it is taken.
    take(.resized(terminal.size))
    // The first picture stands before anything else begins.
    draw()
    hand(effects)
    while !program.isOver(state) { turn() }
    return state
  }

  private func turn() {
    let events = terminal.wait(atMost: patience())
    let messages = mailbox.drain()
    for event in events { take(event) }
    for message in messages { take(message) }
    if let change = program.nextChange(state), change <= time.now() {
      take(program.tick(time.now()))
    }
    if isDirty, !program.isOver(state), limiter.delay(at: time.uptime()) == .zero { draw() }
  }

  /// How long nothing has to be done.
  private func patience() -> Duration? {
    if !mailbox.isEmpty { return .zero }
    let frame = isDirty ? limiter.delay(at: time.uptime()) : nil
    let change = program.nextChange(state).map { date in
      Duration.seconds(max(0, date.timeIntervalSince(time.now())))
    }
    guard let frame, let change else { return frame ?? change }
    return min(frame, change)
  }

  private func take(_ event: TerminalEvent) {
    switch event {
    case .resumed, .resized: needsWhole = true
    case .key, .paste, .mouse, .focus, .ended: break
    }
    take(program.message(event, time.now()))
  }

  private func take(_ message: Message) {
    isDirty = true
    hand(program.update(&state, message))
  }

  private func hand(_ effects: [Effect]) {
    for effect in effects {
      switch perform(effect, terminal) {
      case .nothing: break
      case .redraw: (isDirty, needsWhole) = (true, true)
      }
    }
  }

  private func draw() {
    let drawn = program.view(state, terminal.size, shown?.drawn)
    let look = program.look(state)
    isDirty = false
    // What was shown before is let go last: nobody waits for that.
    defer { shown = (drawn, look) }
    guard needsWhole || shown?.drawn.frame != drawn.frame || shown?.look != look else { return }
    terminal.show(drawn.frame, look, whole: needsWhole)
    needsWhole = false
    limiter.drew(at: time.uptime())
  }
}
