package import Engine
import EngineCore
import Synchronization

/// The engine's one door as commands see it: behind it stands `Fleet`, or a test's own.
protocol FleetDoor: RotationDoor {
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
  /// What is in the trash, newest first.
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
  /// Removes what codex left behind in homes that no one uses.
  func removeLeftovers(isTrial: Bool) async throws -> [Leftover]
  /// Waits for what must not be cut off when the process ends.
  func finish() async
}

extension Fleet: FleetDoor {}

/// What commands may ask of the rotation proxy.
protocol RotationDoor: Sendable {
  /// What the service says about itself.
  func proxyReport() async throws -> ProxyReport
  /// What the service wrote down about itself, nil if none runs.
  func proxyRecord() async -> ServiceRecord?
  /// Starts the service.
  func startProxy(
    port: UInt16?, inBackground: Bool
  ) async throws -> (record: ServiceRecord, ranAlready: Bool)
  /// Stops the service; nil if nothing ran.
  func stopProxy() async throws -> (record: ServiceRecord, byForce: Bool)?
  /// Serves until the task is cancelled.
  func serveProxy(
    port: UInt16?, keeper: ServiceKeeper, say: @escaping @Sendable (String) -> Void
  ) async throws
  /// The end of the service's log.
  func proxyLog(last count: Int) async throws -> [String]
  /// What another program needs to start codex through the service.
  func proxyEnvironment() async throws -> ProxyClientEnvironment
  /// The tokens of the proxy's clients.
  func clientTokens() async throws -> [ClientTokenRecord]
  /// Makes a token.
  func issueClientToken(named name: String) async throws -> Redacted<String>
  /// Revokes a token.
  func revokeClientToken(named name: String) async throws
  /// Whether the desktop app is bound.
  func isApplicationBound() async -> Bool
  /// Binds the desktop app.
  func bindApplication(unsupervised: Bool) async throws -> BindOutcome
  /// Undoes a binding that leads to another program; what was done, nil if all is well.
  func suspendForeignBinding() async throws -> String?
  /// Undoes that.
  func unbindApplication() async throws -> BindOutcome
}

/// The engines that one use of a command has opened, so that it can let them finish.
final class OpenedEngines: Sendable {
  private let fleets = Mutex<[any FleetDoor]>([])

  /// All of them.
  var all: [any FleetDoor] { fleets.withLock { $0 } }

  /// Notes one.
  func add(_ fleet: any FleetDoor) { fleets.withLock { $0.append(fleet) } }
}
