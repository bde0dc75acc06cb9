import EngineCore
import TUIKit

/// Runs one sign-in at a time; another one, or Esc, cancels the first.
actor SignInRunner {
  private let world: DashboardWorld
  private let mailbox: Mailbox<DashboardMessage>
  private let feed: PictureFeed
  private var current: (number: Int, task: Task<Void, Never>)?
  private var lastNumber = 0

  init(
    _ world: DashboardWorld, mailbox: Mailbox<DashboardMessage>, feed: PictureFeed
  ) {
    self.world = world
    self.mailbox = mailbox
    self.feed = feed
  }

  /// Begins a sign-in after the end of the one before.
  func begin(_ purpose: SignInDialog.Purpose, label: String, _ method: SignInDialog.Method) {
    lastNumber += 1
    let number = lastNumber
    let before = current?.task
    before?.cancel()
    let task = Task(name: "sign-in of \(label)") {
      await before?.value
      await self.run(number, purpose, label, method == .browser ? .browser : .device)
    }
    current = (number, task)
  }

  /// Cancels the sign-in, and waits until everything is as before.
  func cancel() async {
    guard let task = current?.task else { return }
    task.cancel()
    await task.value
  }

  private func run(
    _ number: Int, _ purpose: SignInDialog.Purpose, _ label: String, _ method: SignInMethod
  ) async {
    do {
      let account = try await signIn(number, purpose, label, method)
      await feed.update()
      post(number, .signInDone(account.id))
    } catch {
      if Task.isCancelled || error is CancellationError {
        post(number, .signInCancelled)
      } else {
        post(number, .signInFailed(Failure.report(of: error)))
      }
    }
    if current?.number == number { current = nil }
  }

  private func signIn(
    _ number: Int, _ purpose: SignInDialog.Purpose, _ label: String, _ method: SignInMethod
  ) async throws -> Account {
    let fleet = try await world.fleet()
    try Task.checkCancellation()
    let progress: @Sendable (SignInStep) async -> Void = { step in
      await self.post(number, .signInStepped(step))
    }
    switch purpose {
    case .adding(let label):
      return try await fleet.add(
        label: label, method: method, isolation: nil, copiesConfiguration: false,
        progress: progress)
    case .renewing(let id):
      let name = try await fleet.label(of: id) ?? label
      return try await fleet.relogin(label: name, method: method, progress: progress)
    }
  }

  /// What an older sign-in still says is not for the one that replaced it.
  private func post(_ number: Int, _ what: DashboardMessage.What) {
    guard number == lastNumber else { return }
    mailbox.post(DashboardMessage(at: world.time.now(), what))
  }
}
