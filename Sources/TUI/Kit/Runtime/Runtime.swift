package import EngineCore
import Synchronization

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
    // What was shown before is let go last: no one waits for that.
    defer { shown = (drawn, look) }
    guard needsWhole || shown?.drawn.frame != drawn.frame || shown?.look != look else { return }
    terminal.show(drawn.frame, look, whole: needsWhole)
    needsWhole = false
    limiter.drew(at: time.uptime())
  }
}

/// One program: how it changes, looks, and when it wants to be woken. All of it pure.
package struct Program<State: Sendable, Message: Sendable, Effect: Sendable>: Sendable {
  /// Takes a message into the state, and says what the world should do.
  var update: @Sendable (inout State, Message) -> [Effect]
  /// What the state looks like on a screen of a size. It may draw over the picture before it, if the
  /// result is the same.
  var view: @Sendable (State, Size, _ last: Drawn<State>?) -> Drawn<State>
  /// The colours and how many of them there are.
  var look: @Sendable (State) -> Look
  /// The message of something that came from the terminal at a time.
  var message: @Sendable (TerminalEvent, Date) -> Message
  /// The message that time has passed.
  var tick: @Sendable (Date) -> Message
  /// When something changes by time alone; nil for never.
  var nextChange: @Sendable (State) -> Date?
  /// Whether the program is over.
  var isOver: @Sendable (State) -> Bool

  /// A program of its parts.
  package init(
    update: @escaping @Sendable (inout State, Message) -> [Effect],
    view: @escaping @Sendable (State, Size, Drawn<State>?) -> Drawn<State>,
    look: @escaping @Sendable (State) -> Look,
    message: @escaping @Sendable (TerminalEvent, Date) -> Message,
    tick: @escaping @Sendable (Date) -> Message,
    nextChange: @escaping @Sendable (State) -> Date?,
    isOver: @escaping @Sendable (State) -> Bool
  ) {
    self.update = update
    self.view = view
    self.look = look
    self.message = message
    self.tick = tick
    self.nextChange = nextChange
    self.isOver = isOver
  }
}

/// Messages on their way to the loop, from any thread, in the order they came.
package final class Mailbox<Message: Sendable>: Sendable {
  private struct Content {
    var messages: [Message] = []
    var waker: (@Sendable () -> Void)?
  }

  private let content = Mutex(Content())

  /// An empty mailbox.
  package init() {}

  /// Leaves a message and wakes the loop.
  package func post(_ message: Message) {
    let waker = content.withLock { content in
      content.messages.append(message)
      return content.waker
    }
    waker?()
  }

  /// Takes everything out.
  package func drain() -> [Message] {
    content.withLock { content in
      defer { content.messages = [] }
      return content.messages
    }
  }

  /// Whether no message waits here.
  var isEmpty: Bool { content.withLock { $0.messages.isEmpty } }

  /// Sets what wakes the loop.
  func setWaker(_ waker: @escaping @Sendable () -> Void) {
    content.withLock { $0.waker = waker }
  }
}

/// At most so many frames a second; the first one after a pause is drawn at once.
struct FrameLimiter: Hashable, Sendable {
  /// The shortest time between two frames.
  let interval: Duration
  private var last: Duration?

  /// A limiter for a number of frames a second.
  init(framesASecond: Int = 60) {
    interval = .seconds(1) / max(1, framesASecond)
  }

  /// How long to wait for the next frame; zero for none.
  func delay(at uptime: Duration) -> Duration {
    last.map { max(.zero, $0 + interval - uptime) } ?? .zero
  }

  /// Notes that a frame was drawn.
  mutating func drew(at uptime: Duration) { last = uptime }
}

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
