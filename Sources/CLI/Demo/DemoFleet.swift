import Engine
import EngineCore
import EngineStandin
import TUI

/// The engine of the demo: the real one, but anyone who signs in is approved as the account that asks; and
/// where codex is not installed, the two things that need it are played.
struct DemoFleet: DashboardFleet {
  let base: any DashboardFleet
  let standin: Standin
  let time: any TimeSource
  /// A folder for the sign-ins that are played.
  let folder: FilePath
  let files: any FileSystem
  let hasCodex: Bool

  func snapshot(refresh: Bool) async throws -> FleetSnapshot {
    try await base.snapshot(refresh: refresh)
  }
  func ranking(strategy: Strategy?) async throws -> Ranking {
    try await base.ranking(strategy: strategy)
  }
  func overview(since: Date) async throws -> FleetOverview {
    try await base.overview(since: since)
  }
  func label(of id: AccountID) async throws -> String? { try await base.label(of: id) }
  func readQuota(
    of ids: Set<AccountID>, limit: Duration
  ) async throws -> [AccountID: ReadingOutcome] {
    try await base.readQuota(of: ids, limit: limit)
  }
  func rename(label: String, to newLabel: String) async throws -> Account {
    try await base.rename(label: label, to: newLabel)
  }
  func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account {
    try await base.setEnabled(isEnabled, label: label)
  }
  func setDefault(label: String?) async throws -> Account? {
    try await base.setDefault(label: label)
  }
  func remove(label: String, force: Bool) async throws -> TrashedAccount {
    try await base.remove(label: label, force: force)
  }
  func restore(label: String, as newLabel: String?) async throws -> Account {
    try await base.restore(label: label, as: newLabel)
  }
  func events(after number: Int64?, limit: Int) async throws -> [EngineEvent] {
    try await base.events(after: number, limit: limit)
  }
  func sandboxSize(of id: AccountID) async throws -> Int64? { try await base.sandboxSize(of: id) }
  func conversations(label: String?) async throws -> ConversationList {
    try await base.conversations(label: label)
  }
  func adoptableSignIn() async -> String? { nil }
  func finish() async { await base.finish() }
}

// Sign-in and runs, which the demo plays where codex is missing.
extension DemoFleet {
  func add(
    label: String, method: SignInMethod, isolation: IsolationMode?, copiesConfiguration: Bool,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    let name = await name(of: label)
    let method = try await played(method, name: name, progress)
    return try await base.add(
      label: label, method: method, isolation: isolation,
      copiesConfiguration: copiesConfiguration, progress: progress)
  }

  func relogin(
    label: String, method: SignInMethod,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    let name = await name(of: label)
    let method = try await played(method, name: name, progress)
    return try await base.relogin(label: label, method: method, progress: progress)
  }

  func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome {
    if hasCodex { return try await base.run(request, dialogue: dialogue) }
    guard case .exactly(let label) = request.choice,
      let account = try await snapshot(refresh: false).accounts
        .first(where: { $0.account.label.text == label })?.account
    else { throw FleetError.noAccounts }
    await dialogue.say("codex is not installed here; this stands in for a run on \(label).")
    await dialogue.say("It costs a few percent of the window and ends on its own.")
    let name = await name(of: label)
    await standin.update { state, now in state.use(4, by: name, at: now) }
    try await time.sleep(for: .seconds(3))
    return RunOutcome(end: .exited(0), account: account, run: RunID(0), expired: false)
  }

  /// The stand-in's name of an account, which a rename does not change; a new one is made for a new label.
  private func name(of label: String) async -> String {
    let email = try? await snapshot(refresh: false).accounts
      .first { $0.account.label.text == label }?.account.email
    let name =
      DemoSeeds.accounts.first { email != nil && $0.email == email ?? "" }?.name ?? label
    await standin.update { state, now in
      if state.account(name) == nil {
        state.add(StandinAccount(name, email: "\(name)@demo.test", plan: "plus"), at: now)
      }
      state.settings.approver = name
    }
    return name
  }

  /// The sign-in as codex does it, or without codex the same steps and a file.
  private func played(
    _ method: SignInMethod, name: String,
    _ progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> SignInMethod {
    guard !hasCodex else { return method }
    switch method {
    case .apiKey, .accessToken, .importing: return method
    case .pastedCallback: await progress(.openAnywhere("https://demo.invalid/sign-in"))
    case .browser: await progress(.openLink("https://demo.invalid/sign-in"))
    case .device:
      await progress(
        .enterCode(
          code: "DEMO-1234", link: "https://demo.invalid/device", until: time.now() + 900))
    }
    try await time.sleep(for: .seconds(3))
    await standin.update { state, _ in state.welcome(name) }
    return .importing(try await file(of: name))
  }

  /// A fresh sign-in of a sample account, as a file that only the demo reads.
  func file(of name: String) async throws -> FilePath {
    let path = folder / "\(name).auth.json"
    guard let tokens = await standin.signIn(name) else { throw FleetError.noAccounts }
    try files.replace(path, with: tokens.authFile.reveal(), mode: .privateFile)
    return path
  }
}
