package import EngineCore

/// One program: how it changes, looks, and when it wants to be woken. All of it pure.
package struct Program<State: Sendable, Message: Sendable, Effect: Sendable>: Sendable {
  /// Takes a message into the state, and says what the world should do.
  package var update: @Sendable (inout State, Message) -> [Effect]
  /// What the state looks like on a screen of a size. It may draw over the picture before it, if the
  /// result is the same.
  package var view: @Sendable (State, Size, _ last: Drawn<State>?) -> Drawn<State>
  /// The colours and how many of them there are.
  package var look: @Sendable (State) -> Look
  /// The message of something that came from the terminal at a time.
  package var message: @Sendable (TerminalEvent, Date) -> Message
  /// The message that time has passed.
  package var tick: @Sendable (Date) -> Message
  /// When something changes by time alone; nil for never.
  package var nextChange: @Sendable (State) -> Date?
  /// Whether the program is over.
  package var isOver: @Sendable (State) -> Bool

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
