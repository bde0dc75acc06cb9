package import EngineCore

/// Something that is done to an account, a container or a setting, and that can fail.
package enum DashboardAction: Hashable, Sendable {
  /// Makes it the default account; the label is for the message.
  case setDefault(AccountID, label: String)
  /// Switches it on or off.
  case setEnabled(AccountID, label: String, Bool)
  /// Gives it another label.
  case rename(AccountID, from: String, to: String)
  /// Moves it to the trash.
  case trash(AccountID, label: String)
  /// Brings it back.
  case restore(label: String)
  /// Adopts a sign-in that exists already.
  case importing(path: String, label: String)
  /// Starts a container.
  case startWorkspace(String)
  /// Stops a container.
  case stopWorkspace(String)
  /// Changes a setting; nil goes back to the default.
  case changeSetting(String, value: String?)

  /// Whether something is lost by it that only an undo brings back.
  package var isDestructive: Bool {
    switch self {
    case .trash: true
    case .setDefault, .setEnabled, .rename, .restore, .importing, .startWorkspace,
      .stopWorkspace, .changeSetting:
      false
    }
  }
}
