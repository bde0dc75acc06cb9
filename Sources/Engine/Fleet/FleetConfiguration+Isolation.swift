import EngineCore

extension FleetConfiguration {
  /// How far an account's sandbox is kept apart: its own wish, then the settings'.
  func mode(of account: Account) -> IsolationMode {
    account.isolation ?? settings.account(account.key).isolation ?? settings.isolation
  }
}
