import Synchronization
import TUIKit
import TestSupport

@testable import Engine
@testable import EngineCore
@testable import TUI

/// An engine in memory: the accounts of the mock-ups, and whatever a test does to them.
final class MemoryFleet: DashboardFleet {
  struct Content: Sendable {
    var accounts = FleetFixture.seven()
    /// Labels of accounts that an older tool keeps.
    var older: [String] = []
    var trash: [AccountSnapshot] = []
    var events: [EngineEvent] = []
    /// Everything that was asked for, in order, but pictures and events.
    var calls: [String] = []
    /// What every change is refused with.
    var refusal: Refusal?
    /// Why no quota can be read, nil if it can.
    var unreadable: ErrorReport?
    /// What a sign-in says before it ends; after `.enterCode` it waits for `enterCode`.
    var steps: [SignInStep] = []
    /// How a run ends.
    var end = ProcessEnd.exited(0)
  }

  /// An error with the words of a test.
  struct Refusal: EngineError {
    let code: String
    let message: String
    let remedy: String?
  }

  private let content = Mutex(Content())
  private let entered = AsyncStream<Void>.makeStream()

  init(_ change: (inout Content) -> Void = { _ in }) { content.withLock { change(&$0) } }

  /// Everything that was asked for.
  var calls: [String] { content.withLock { $0.calls } }

  /// Those of them that are not readings.
  var changes: [String] { calls.filter { !$0.hasPrefix("read") } }

  /// Enters the code of the sign-in that waits for it.
  func enterCode() { entered.continuation.yield() }

  /// Changes something, as another swop would.
  func change(_ change: (inout Content) -> Void) { content.withLock { change(&$0) } }

  func snapshot(refresh: Bool) async throws -> FleetSnapshot {
    content.withLock { content in
      var snapshot = FleetFixture.fleet(content.accounts)
      snapshot.older = content.older
      return snapshot
    }
  }

  func ranking(strategy: Strategy?) async throws -> Ranking {
    Ranking(selected: nil, strategy: strategy ?? .mostLeft, reason: "nobody asked", entries: [])
  }

  func overview(since: Date) async throws -> FleetOverview {
    FleetOverview(
      snapshot: try await snapshot(refresh: false), ranking: try await ranking(strategy: nil),
      histories: [:], sandboxes: [:])
  }

  func label(of id: AccountID) async throws -> String? {
    content.withLock { content in
      content.accounts.first { $0.id == id }?.account.label.text
    }
  }

  func readQuota(
    of ids: Set<AccountID>, limit: Duration
  ) async throws -> [AccountID: ReadingOutcome] {
    content.withLock { content in
      let asked = content.accounts.filter { ids.contains($0.id) }
      content.calls.append("read " + asked.map(\.account.label.text).joined(separator: " "))
      let unreadable = content.unreadable
      return asked.reduce(into: [:]) { outcomes, account in
        if let unreadable {
          outcomes[account.id] = .failed(unreadable, retryAt: nil)
        } else {
          outcomes[account.id] = account.reading.map { .read($0) }
        }
      }
    }
  }

  func rename(label: String, to newLabel: String) async throws -> Account {
    let new = try Label(newLabel)
    return try change(label, "rename \(label) to \(newLabel)") { $0.account.label = new }
  }

  func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account {
    try change(label, "\(isEnabled ? "enable" : "disable") \(label)") { account in
      account.account.isEnabled = isEnabled
      account.state = isEnabled ? .ready : .off
    }
  }

  func setDefault(label: String?) async throws -> Account? {
    try content.withLock { content in
      try Self.note("default \(label ?? "-")", &content)
      for place in content.accounts.indices {
        content.accounts[place].isDefault = content.accounts[place].account.label.text == label
      }
      return content.accounts.first(where: \.isDefault)?.account
    }
  }

  func remove(label: String, force: Bool) async throws -> TrashedAccount {
    try content.withLock { content in
      try Self.note("remove \(label)", &content)
      let gone = content.accounts.remove(at: try Self.place(of: label, content))
      content.trash.append(gone)
      return TrashedAccount(
        account: gone.account, trashedAt: FleetFixture.now, isSignedOut: false, folder: "/trash")
    }
  }

  func restore(label: String, as newLabel: String?) async throws -> Account {
    try content.withLock { content in
      try Self.note("restore \(label)", &content)
      guard let place = content.trash.firstIndex(where: { $0.account.label.text == label }) else {
        throw FleetError.unknownAccount(label: label, nearest: nil)
      }
      let back = content.trash.remove(at: place)
      content.accounts.append(back)
      return back.account
    }
  }

  func add(
    label: String, method: SignInMethod, isolation: IsolationMode?, copiesConfiguration: Bool,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    try await signIn("add \(label)", progress)
    let account = FleetFixture.account(label)
    content.withLock { $0.accounts.append(FleetFixture.snapshot(account)) }
    return account
  }

  func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    try await signIn("relogin \(label)", progress)
    return try change(label, "signed in") { account in
      account.state = .ready
      account.error = nil
    }
  }

  func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome {
    try content.withLock { content in
      guard case .exactly(let label) = request.choice else { throw FleetError.noAccounts }
      let words = request.arguments.map(\.description)
      try Self.note((["run", label] + words).joined(separator: " "), &content)
      let account = content.accounts[try Self.place(of: label, content)].account
      return RunOutcome(end: content.end, account: account, run: RunID(1), expired: false)
    }
  }

  func events(after number: Int64?, limit: Int) async throws -> [EngineEvent] {
    content.withLock { content in
      defer { content.events = [] }
      return content.events
    }
  }

  func sandboxSize(of id: AccountID) async throws -> Int64? { 18_200_000 }

  func conversations(label: String?) async throws -> ConversationList { ConversationList([]) }

  func adoptableSignIn() async -> String? { nil }

  func finish() async { content.withLock { $0.calls.append("finish") } }

  private func signIn(
    _ call: String, _ progress: @Sendable (SignInStep) async -> Void
  ) async throws {
    let steps = try content.withLock { content in
      try Self.note(call, &content)
      return content.steps
    }
    for step in steps {
      await progress(step)
      guard case .enterCode = step else { continue }
      for await _ in entered.stream { break }
      try Task.checkCancellation()
    }
  }

  private func change(
    _ label: String, _ call: String, _ change: (inout AccountSnapshot) -> Void
  ) throws -> Account {
    try content.withLock { content in
      try Self.note(call, &content)
      let place = try Self.place(of: label, content)
      change(&content.accounts[place])
      return content.accounts[place].account
    }
  }

  private static func note(_ call: String, _ content: inout Content) throws {
    content.calls.append(call)
    if let refusal = content.refusal { throw refusal }
  }

  private static func place(of label: String, _ content: Content) throws -> Int {
    guard let place = content.accounts.firstIndex(where: { $0.account.label.text == label }) else {
      throw FleetError.unknownAccount(label: label, nearest: nil)
    }
    return place
  }
}

/// What a screen leaves, in memory.
final class MemoryScreens: ScreenStore {
  private let bodies = Mutex<[String: String]>([:])

  func screen(_ name: String) throws(StoreError) -> String? { bodies.withLock { $0[name] } }

  func setScreen(_ name: String, _ body: String) throws(StoreError) {
    bodies.withLock { $0[name] = body }
  }
}

/// Settings that no one has changed.
struct UsualSettings: SettingsDoor {
  func entries() async throws -> [SettingsPanel.Entry] { [] }
  func keyChanges() async throws -> KeyChanges { KeyChanges([], of: DashboardCommands.keymap.set) }
  func change(_ name: String, to value: String?) async throws {}
}

/// The plain screen; Enter is always pressed.
final class MemoryConsole: Console {
  private let content = Mutex<[String]>([])

  /// What was said.
  var lines: [String] { content.withLock { $0 } }

  func say(_ line: String) { content.withLock { $0.append(line) } }
  func waitForEnter() { say("(Enter)") }
}
