package import EngineCore

/// What lies under the mouse: the views name the parts of a frame by it, update acts on it.
package enum ClickTarget: Hashable, Sendable {
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
  package var region: String {
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
  package init(region: String?) {
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
