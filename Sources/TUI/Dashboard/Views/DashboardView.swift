import EngineCore
package import TUIKit

/// The whole screen: a pure function of the state.
package enum DashboardView {
  /// Draws a state in a window of a size. Where only the cursor moved in the list since the `last` picture,
  /// what does not depend on it is taken from there: that is the key that is pressed most, and held down.
  package static func draw(
    _ state: DashboardState, _ size: Size, after last: Drawn<DashboardState>? = nil
  ) -> Drawn<DashboardState> {
    if let last, size == state.size, let moved = last.state.moved(to: state) {
      var canvas = Canvas(over: last.frame)
      let context = ViewContext(moved)
      MainView.drawChoice(&canvas, context, after: last.state.accounts)
      return Drawn(moved, finished(canvas, context))
    }
    var state = state
    state.size = size
    return Drawn(state, frame(of: state, size: size))
  }

  /// The frame of a state in a window of a size.
  static func frame(of state: DashboardState, size: Size) -> Frame {
    var state = state
    state.size = size
    var canvas = Canvas(size)
    let context = ViewContext(state)
    if state.isTooSmall {
      TooSmallView.draw(&canvas, context)
      return canvas.frame
    }
    if let panel = state.panel {
      PanelView.draw(&canvas, panel, context)
    } else if state.accounts.entries.isEmpty {
      EmptyView.draw(&canvas, context)
    } else if state.isExpanded {
      ExpandedView.draw(&canvas, context)
    } else {
      MainView.draw(&canvas, context)
    }
    if let dialog = state.dialog {
      canvas.restyle(canvas.area) { character, style in
        style = Style(behindDialog(character, style.role))
      }
      DialogView.draw(&canvas, dialog, context)
    }
    return finished(canvas, context)
  }

  private static func finished(_ canvas: Canvas, _ context: ViewContext) -> Frame {
    context.glyphs == .ascii ? canvas.frame.inASCII : canvas.frame
  }

  /// What is behind a dialog takes no keys, and shows it; bars, charts and lines most, as they fill cells.
  private static func behindDialog(_ character: Character, _ role: ThemeRole) -> ThemeRole {
    switch role {
    case .barHigh, .barCaution, .barDanger, .chart, .track, .rule:
      character.isNumber || character == "%" || character == "~" ? .muted : .track
    default: .muted
    }
  }
}

/// What is under the mouse: the views name the parts of a frame by it, update acts on it.
enum ClickTarget: Hashable, Sendable {
  /// A row of the list.
  case account(AccountID)
  /// A row of the event log: its place in `EventLog.entries`.
  case event(Int)
  /// A row of the workspaces panel.
  case workspace(String)
  /// A row of the settings panel.
  case setting(String)
  /// A row of help, palette, or the list of conversations: its place among those shown.
  case listRow(Int)
  /// A hint: does what its key does.
  case command(DashboardCommand)
  /// The `y` of a dialog that asks.
  case confirm
  /// The button that has the focus in a dialog.
  case dismiss
  /// A part of the main screen.
  case focus(Focus)
  /// Nothing that takes clicks.
  case nothing

  /// The name of a part of a frame.
  var region: String {
    switch self {
    case .account(let id): "account:\(id)"
    case .event(let place): "event:\(place)"
    case .workspace(let name): "workspace:\(name)"
    case .setting(let name): "setting:\(name)"
    case .listRow(let place): "row:\(place)"
    case .command(let command): "command:\(command.rawValue)"
    case .confirm: "confirm"
    case .dismiss: "dismiss"
    case .focus(let focus): "focus:\(focus.rawValue)"
    case .nothing: ""
    }
  }

  /// The part of a frame by its name; nil and what is unknown count as nothing.
  init(region: String?) {
    let parts = (region ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    let value = parts.count == 2 ? parts[1] : ""
    let target: ClickTarget? =
      switch parts.first {
      case "account": .account(AccountID(value))
      case "event": Int(value).map(ClickTarget.event)
      case "workspace": .workspace(value)
      case "setting": .setting(value)
      case "row": Int(value).map(ClickTarget.listRow)
      case "command": DashboardCommand(rawValue: value).map(ClickTarget.command)
      case "confirm": .confirm
      case "dismiss": .dismiss
      case "focus": Focus(rawValue: value).map(ClickTarget.focus)
      default: nil
      }
    self = target ?? .nothing
  }
}
