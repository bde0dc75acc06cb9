package import Engine
package import EngineCore

/// The engine's one door as the dashboard sees it: behind it stands `Fleet`, or a test's own.
package protocol DashboardFleet: Sendable {
  /// All accounts as they are known now.
  func snapshot(refresh: Bool) async throws -> FleetSnapshot
  /// What automatic choice would take now.
  func ranking(strategy: Strategy?) async throws -> Ranking
  /// Everything that the screen shows, with the readings since a time.
  func overview(since: Date) async throws -> FleetOverview
  /// The label of an account now, nil if it is gone.
  func label(of id: AccountID) async throws -> String?
  /// Reads the quota of some accounts at once.
  func readQuota(of ids: Set<AccountID>, limit: Duration) async throws -> [AccountID:
    ReadingOutcome]
  /// Gives an account another label.
  func rename(label: String, to newLabel: String) async throws -> Account
  /// Switches an account on or off.
  func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account
  /// Chooses or clears the default account.
  func setDefault(label: String?) async throws -> Account?
  /// Moves the sandbox to the trash with its sign-in.
  func remove(label: String, force: Bool) async throws -> TrashedAccount
  /// Brings an account back.
  func restore(label: String, as newLabel: String?) async throws -> Account
  /// Creates a sandbox and signs in.
  func add(
    label: String, method: SignInMethod, isolation: IsolationMode?, copiesConfiguration: Bool,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account
  /// Signs in again in place.
  func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account
  /// Runs codex in the foreground.
  func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome
  /// Events after a number, oldest first; nil gives the newest.
  func events(after number: Int64?, limit: Int) async throws -> [EngineEvent]
  /// How large an account's sandbox is, in bytes.
  func sandboxSize(of id: AccountID) async throws -> Int64?
  /// The conversations that an account may go on with, the one used last first.
  func conversations(label: String?) async throws -> ConversationList
  /// Whose sign-in lies in the user's own codex home, nil if there is none to adopt.
  func adoptableSignIn() async -> String?
  /// Waits for what must not be cut off when the process ends.
  func finish() async
}

extension Fleet: DashboardFleet {}
