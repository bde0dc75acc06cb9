import EngineCore
import TUIKit

/// How the test program changes and looks.
enum ScreenProgram {
  static func program(
    _ variables: ProcessEnvironment
  ) -> Program<ScreenState, ScreenMessage, ScreenEffect> {
    let theme = ThemeLibrary().fallback
    return Program(
      update: update, view: { state, size, _ in Drawn(state, view(state, size)) },
      look: { _ in Look(theme: theme, profile: .indexed) },
      message: { event, _ in .event(event) }, tick: { _ in .tick }, nextChange: { _ in nil },
      isOver: \.isOver)
  }

  @Sendable
  private static func update(
    _ state: inout ScreenState, _ message: ScreenMessage
  ) -> [ScreenEffect] {
    switch message {
    case .event(let event): return take(event, &state)
    case .tick: break
    case .note(let note): state.note = note
    case .childEnded(let end):
      state.stopped = nil
      state.note = "child: \(end)"
    case .childStopped(let pid):
      state.stopped = pid
      state.note = "child: stopped"
    }
    return []
  }

  private static func take(_ event: TerminalEvent, _ state: inout ScreenState) -> [ScreenEffect] {
    switch event {
    case .key(let stroke): return take(stroke, &state)
    case .paste(let text): state.last = "paste \(text.debugDescription)"
    case .mouse(let mouse, let region):
      state.last =
        "\(mouse.kind) \(mouse.point.column),\(mouse.point.row) on \(region ?? "nothing")"
    case .resized(let size): state.size = size
    case .focus(let hasFocus): state.last = hasFocus ? "focus" : "no focus"
    case .resumed: state.note = "resumed"
    case .ended: state.isOver = true
    }
    return []
  }

  private static func take(_ stroke: KeyStroke, _ state: inout ScreenState) -> [ScreenEffect] {
    state.keys += 1
    state.last = "key \(stroke)"
    switch stroke.description {
    case "q": state.isOver = true
    case "r": return state.stopped.map { [.resume($0)] } ?? [.run]
    case "c": return [.crash]
    case "e": return [.complain]
    case "y": return [.copy]
    case "Ctrl-Z": return [.suspend]
    default: break
    }
    return []
  }

  @Sendable
  private static func view(_ state: ScreenState, _ size: Size) -> Frame {
    var canvas = Canvas(size)
    canvas.put("size \(size.columns)x\(size.rows)", column: 1, row: 0, .title)
    canvas.put(
      "told \(state.size.map { "\($0.columns)x\($0.rows)" } ?? "no size")", column: 1, row: 1)
    canvas.put("keys \(state.keys)", column: 1, row: 2, .stateReady)
    canvas.put("last \(state.last)", column: 1, row: 3)
    canvas.put("note \(state.note)", column: 1, row: 4, .muted)
    canvas.put("wide 日本 ◐ ░█┃ é end", column: 1, row: 5)
    canvas.addRegion(Rect(column: 0, row: 5, columns: 10, rows: 1), name: "wide")
    canvas.put("corner", column: size.columns - 6, row: size.rows - 1, .key)
    canvas.setCursor(column: 0, row: 2)
    return canvas.frame
  }
}
