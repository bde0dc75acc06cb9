import EngineCore

/// What doctor knows before it looks at single things.
struct DoctorPatient {
  /// The accounts that can be read.
  let accounts: [Account]
  /// Those that cannot.
  let damaged: [DamagedAccount]
  /// Those that an older tool keeps in the same root.
  let older: [OlderAccount]
  /// The codex that is used, nil if there is none.
  let codex: CodexBinary?
  /// The settings, the defaults if they cannot be read.
  let settings: Settings
  /// The state database, nil if it is not there or cannot be opened.
  let state: (any DoctorSurroundings.State)?

  /// How far an account's sandbox is kept apart.
  func mode(of account: Account) -> IsolationMode {
    account.isolation ?? settings.account(account.key).isolation ?? settings.isolation
  }

  /// Whether relaxed sandboxes share their conversations with the codex that is used.
  var sharesHistory: Bool { codex?.abilities.sharesHistory ?? true }
}
