import EngineCodex
import EngineKernel
import EngineTransfer

/// Which of the sign-ins that were read become accounts: each person and account once, and none that is
/// there already.
struct ImportPlan: Sendable {
  /// What becomes accounts, in the order it was read.
  private(set) var wanted: [ImportableSignIn] = []
  /// What does not.
  private(set) var skipped: [ImportOutcome.Skipped] = []

  /// A plan for sign-ins beside the accounts there are.
  init(_ found: [ImportableSignIn], existing: [Account], salt: IdentitySalt) {
    var places: [Identity: Int] = [:]
    for signIn in found {
      let identity = signIn.identity(salt: salt)
      if let identity, let holder = existing.first(where: { $0.identity == identity }) {
        skip(
          signIn, "identity_taken",
          "\(signIn.title) is there already as “\(holder.label)”.",
          "Sign in to it again if it has expired: swop relogin "
            + ShellWord.quoted(holder.label.text))
      } else if let identity, let place = places[identity] {
        let isNewer = signIn.renewedAt > wanted[place].renewedAt
        let older = isNewer ? wanted[place] : signIn
        if isNewer { wanted[place] = signIn }
        skip(
          older, "repeated", "\(older.title) is there twice; the newer sign-in is taken.", nil)
      } else {
        if let identity { places[identity] = wanted.count }
        wanted.append(signIn)
      }
    }
  }

  /// What has to be renewed before it can be used.
  var pending: [ImportableSignIn] { wanted.filter(\.isPending) }

  /// Leaves out what has to be renewed first.
  mutating func leaveOutPending() {
    let left = pending
    wanted.removeAll(where: \.isPending)
    for signIn in left {
      skip(
        signIn, "needs_renewal",
        "\(signIn.title) can be used only after a renewal, which signs the other program out.",
        "Allow it with --renew, or sign in afresh: swop add LABEL")
    }
  }

  private mutating func skip(
    _ signIn: ImportableSignIn, _ code: String, _ message: String, _ remedy: String?
  ) {
    skipped.append(
      .init(
        title: signIn.title, source: signIn.source,
        reason: ErrorReport(code: code, message: message, remedy: remedy),
        isFailure: code == "needs_renewal"))
  }
}

extension ImportableSignIn {
  /// Whether the original and the account share one refresh token from now on.
  var sharesSession: Bool {
    if case .whole(let file) = content { file.mode == .chatGPT } else { false }
  }

  fileprivate var isPending: Bool {
    if case .pending = content { true } else { false }
  }

  fileprivate func identity(salt: IdentitySalt) -> Identity? {
    switch content {
    case .whole(let file): file.identity(salt: salt)
    case .pending(let session): session.identity
    }
  }

  fileprivate var renewedAt: Date {
    if case .whole(let file) = content { file.lastRefresh ?? .distantPast } else { .distantPast }
  }
}
