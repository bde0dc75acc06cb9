import EngineCore
package import TUIKit

/// The dashboard as a whole: its program, its loop, and everything that goes on beside it.
package struct DashboardApp: Sendable {
  /// How its state is drawn.
  package typealias View =
    @Sendable (DashboardState, Size, Drawn<DashboardState>?) -> Drawn<DashboardState>

  private let world: DashboardWorld
  private let view: View

  /// A dashboard in a world.
  package init(_ world: DashboardWorld, view: @escaping View) {
    self.world = world
    self.view = view
  }

  /// Runs until the user leaves. Called on a thread of its own, which owns the terminal; it blocks.
  ///
  /// - Parameters:
  ///   - terminal: the screen and keyboard.
  ///   - state: how it begins; what the last screen left is taken up.
  ///   - themeWish: the theme that was asked for, nil for the last one.
  /// - Throws: `TerminalError` when the screen cannot be taken.
  package func run(
    on terminal: any Terminal, from state: DashboardState, themeWish: String? = nil
  ) throws(TerminalError) {
    var first = state
    first.now = world.time.now()
    first.directory = world.shown(world.directory)
    if let screen = ScreenSaver.load(from: world.screens) { first.restore(screen) }
    if let themeWish { first.appearance.theme = themeWish }
    let mailbox = Mailbox<DashboardMessage>()
    let handler = EffectHandler(world, mailbox: mailbox)
    world.block { await handler.prepare() }
    for message in mailbox.drain() {
      // Pictures ask for nothing but to be remembered, which the next change does.
      _ = DashboardUpdate.update(&first, message)
    }
    let runtime = Runtime(
      Self.program(view: view), state: first, terminal: terminal, mailbox: mailbox,
      time: world.time
    ) { effect, terminal in
      handler.perform(effect, on: terminal) ? .redraw : .nothing
    }
    handler.start()
    defer { world.block { await handler.stop() } }
    _ = try runtime.run()
  }

  /// The program: everything in it is pure.
  static func program(
    view: @escaping View
  ) -> Program<DashboardState, DashboardMessage, DashboardEffect> {
    Program(
      update: { state, message in DashboardUpdate.update(&state, message) },
      view: view,
      look: { $0.appearance.look },
      message: { DashboardMessage(at: $1, .of($0)) },
      tick: { DashboardMessage(at: $0, .clockTicked) },
      nextChange: DashboardClock.nextChange,
      isOver: \.isOver)
  }
}

extension DashboardMessage.What {
  /// What came from the terminal.
  static func of(_ event: TerminalEvent) -> Self {
    switch event {
    case .key(let stroke): .keyPressed(stroke)
    case .paste(let text): .textPasted(text)
    case .resized(let size): .resized(size)
    case .focus, .resumed: .resumed
    case .ended: .ended
    case .mouse(let mouse, let region):
      switch mouse.kind {
      case .click, .doubleClick: .clicked(ClickTarget(region: region))
      case .wheelUp: .scrolled(rows: -1)
      case .wheelDown: .scrolled(rows: 1)
      }
    }
  }
}
