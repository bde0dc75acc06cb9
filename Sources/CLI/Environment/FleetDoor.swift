package import Engine
package import EngineCore

/// The engine's one door as commands see it: behind it stands `Fleet`, or a test's own.
package protocol FleetDoor: RotationDoor {
  /// All accounts as they are known now.
  func snapshot(refresh: Bool) async throws -> FleetSnapshot
  /// What automatic choice would take now.
  func ranking(strategy: Strategy?) async throws -> Ranking
  /// Creates a sandbox and signs in.
  func add(
    label: String, method: SignInMethod, isolation: IsolationMode?, copiesConfiguration: Bool,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account
  /// Signs in again in place.
  func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account
  /// Moves the sandbox to the trash with its sign-in.
  func remove(label: String, force: Bool) async throws -> TrashedAccount
  /// Signs out, then moves the sandbox to the trash.
  func logout(
    label: String, force: Bool
  ) async throws -> (TrashedAccount, remoteFailure: ErrorReport?)
  /// Gives an account another label.
  func rename(label: String, to newLabel: String) async throws -> Account
  /// Switches an account on or off.
  func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account
  /// Chooses or clears the default account.
  func setDefault(label: String?) async throws -> Account?
  /// What the folder that swop was started in says about runs, nil if nothing.
  func project() async throws -> ProjectSnapshot?
  /// Makes that folder, or its repository, name an account or a strategy.
  func setProject(_ wish: ProjectWish) async throws -> ProjectSnapshot
  /// Makes that folder, or its repository, name nothing any more.
  func clearProject() async throws -> ProjectSnapshot?
  /// Makes accounts of sign-ins that other programs keep, or that swop exported.
  func importSignIns(
    _ request: ImportRequest, dialogue: any ImportDialogue
  ) async throws -> ImportOutcome
  /// Writes the sign-ins of accounts to a file or folder.
  func exportAccounts(_ request: ExportRequest) async throws -> ExportOutcome
  /// What lies in the trash, newest first.
  func trash() async throws -> [TrashedAccount]
  /// Brings an account back.
  func restore(label: String, as newLabel: String?) async throws -> Account
  /// Destroys trash entries: the named one, or with nil those older than 30 days.
  func purgeTrash(label: String?) async throws -> [TrashedAccount]
  /// Runs codex in the foreground.
  func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome
  /// Runs that started since a time, newest first.
  func history(since: Date?, limit: Int) async throws -> [RunRecord]
  /// Events after a number, oldest first; nil gives the newest.
  func events(after number: Int64?, limit: Int) async throws -> [EngineEvent]
  /// Workspaces on an engine, nil for the one of the settings or the first there is.
  func workspaces(on engine: ContainerEngineKind?) async throws -> any WorkspaceDoor
  /// Every conversation, or those that one account sees, the last used first.
  func conversations(label: String?) async throws -> ConversationList
  /// Deletes conversations that were not used for so many seconds.
  func pruneConversations(unusedFor seconds: Double, isTrial: Bool) async throws -> PruneReport
  /// What codex left behind in every home.
  func leftovers() async throws -> [Leftover]
  /// Removes what codex left behind in homes that nobody uses.
  func removeLeftovers(isTrial: Bool) async throws -> [Leftover]
  /// Waits for what must not be cut off when the process ends.
  func finish() async
}

extension Fleet: FleetDoor {}
