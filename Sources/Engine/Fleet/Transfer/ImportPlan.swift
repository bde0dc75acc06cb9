import EngineCore

/// What is known before an import: whose sign-ins are there, and which refresh tokens were sent before.
struct ImportKnowledge: Sendable {
  /// The accounts.
  let accounts: [Account]
  /// The accounts by the digest of their refresh token.
  let holders: [String: Account]
  /// What became of refresh tokens that were sent, by their digest.
  let sent: [String: SentToken]
  /// The root's salt.
  let salt: IdentitySalt

  /// A label for a sign-in that no account has.
  func freeLabel(for signIn: ImportableSignIn) -> Label {
    LabelProposal.label(
      name: signIn.name, email: signIn.email, plan: nil, taken: accounts.map(\.label))
  }
}

/// Which of the sign-ins that were read become accounts: each person and account once, each refresh token
/// once, and none that is there already.
struct ImportPlan: Sendable {
  /// What becomes accounts, in the order it was read.
  private(set) var wanted: [ImportableSignIn] = []
  /// What does not.
  private(set) var skipped: [ImportOutcome.Skipped] = []

  private let knowledge: ImportKnowledge
  private var placesOfTokens: [String: Int] = [:]
  private var placesOfIdentities: [Identity: Int] = [:]

  /// A plan for sign-ins beside the accounts there are.
  init(_ found: [ImportableSignIn], _ knowledge: ImportKnowledge) {
    self.knowledge = knowledge
    for signIn in found { place(signIn) }
  }

  /// What has to be renewed before it can be used.
  var pending: [ImportableSignIn] { wanted.filter(\.isPending) }

  /// Leaves out what has to be renewed first.
  mutating func leaveOutPending() {
    let left = pending
    wanted.removeAll(where: \.isPending)
    for signIn in left {
      let label = ShellWord.quoted(knowledge.freeLabel(for: signIn).text)
      skip(
        signIn, isFailure: true,
        ErrorReport(
          code: "needs_renewal",
          message:
            "\(signIn.title) can be used only after a renewal, which signs the other program out.",
          remedy: "Allow it with --renew, or sign in to it here: swop add \(label)"))
    }
  }

  private mutating func place(_ signIn: ImportableSignIn) {
    let identity = signIn.identity(salt: knowledge.salt)
    if let holder = holder(of: signIn, identity) {
      skip(
        signIn,
        ErrorReport(
          code: "identity_taken",
          message: "\(signIn.title) already exists as “\(holder.label)”.",
          remedy: "Sign in to it again if it has expired: swop relogin "
            + ShellWord.quoted(holder.label.text)))
    } else if let error = sentBefore(signIn) {
      skip(signIn, isFailure: true, error.report)
    } else if let place = signIn.tokenDigest.flatMap({ placesOfTokens[$0] }) {
      placeTwin(signIn, identity, at: place)
    } else if let place = identity.flatMap({ placesOfIdentities[$0] }) {
      keepNewer(signIn, at: place)
    } else {
      note(signIn, identity, at: wanted.count)
      wanted.append(signIn)
    }
  }

  private func holder(of signIn: ImportableSignIn, _ identity: Identity?) -> Account? {
    if let holder = signIn.tokenDigest.flatMap({ knowledge.holders[$0] }) { return holder }
    if let identity { return knowledge.accounts.first { $0.identity == identity } }
    guard case .used(let id?)? = signIn.tokenDigest.flatMap({ knowledge.sent[$0] }) else {
      return nil
    }
    return knowledge.accounts.first { $0.id == id }
  }

  /// Why a sign-in is not used whose refresh token was sent before; nil if it was not.
  private func sentBefore(_ signIn: ImportableSignIn) -> TransferError? {
    guard let sent = signIn.tokenDigest.flatMap({ knowledge.sent[$0] }) else { return nil }
    return TransferError(
      sent, title: signIn.title, label: knowledge.freeLabel(for: signIn).text)
  }

  /// Two records with one refresh token are one session: it becomes one account.
  private mutating func placeTwin(
    _ signIn: ImportableSignIn, _ identity: Identity?, at place: Int
  ) {
    let other = wanted[place].identity(salt: knowledge.salt)
    guard let identity, let other, identity != other else {
      return keepNewer(signIn, at: place)
    }
    let label = ShellWord.quoted(knowledge.freeLabel(for: signIn).text)
    skip(
      signIn, isFailure: true,
      ErrorReport(
        code: "shared_token",
        message: "\(signIn.title) has the same refresh token as \(wanted[place].title), "
          + "and one session can be one account only.",
        remedy: "Sign in to it here: swop add \(label)"))
  }

  private mutating func keepNewer(_ signIn: ImportableSignIn, at place: Int) {
    var older = signIn
    if signIn.isBetter(than: wanted[place]) {
      older = wanted[place]
      wanted[place] = signIn
      note(signIn, signIn.identity(salt: knowledge.salt), at: place)
    }
    skip(
      older,
      ErrorReport(
        code: "repeated",
        message: "\(older.title) appears twice; using the newer sign-in.", remedy: nil))
  }

  private mutating func note(_ signIn: ImportableSignIn, _ identity: Identity?, at place: Int) {
    if let digest = signIn.tokenDigest { placesOfTokens[digest] = place }
    if let identity { placesOfIdentities[identity] = place }
  }

  private mutating func skip(
    _ signIn: ImportableSignIn, isFailure: Bool = false, _ reason: ErrorReport
  ) {
    skipped.append(
      .init(title: signIn.title, source: signIn.source, reason: reason, isFailure: isFailure))
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

  /// Whether it is the one to take of two: whole before pending, then the one that was renewed last.
  fileprivate func isBetter(than other: ImportableSignIn) -> Bool {
    if isPending != other.isPending { return !isPending }
    return renewedAt > other.renewedAt
  }

  private var renewedAt: Date {
    if case .whole(let file) = content { file.lastRefresh ?? .distantPast } else { .distantPast }
  }
}

/// Makes labels for sign-ins that come without one.
enum LabelProposal {
  /// A label that no one has: the name it had, else the part of the address before the `@`; with its plan
  /// or a number behind it if that is taken.
  ///
  /// - Parameters:
  ///   - name: the name it had elsewhere.
  ///   - email: the person's address.
  ///   - plan: its plan.
  ///   - taken: labels that are taken, without regard to case.
  /// - Returns: The label.
  static func label(
    name: String?, email: String?, plan: Plan?, taken: [Label]
  ) -> Label {
    let taken = Set(taken.map(\.folded))
    let local = email.flatMap { $0.split(separator: "@").first }.map(String.init)
    let base = [name, local].lazy.compactMap { $0.flatMap(cleaned) }.first ?? "imported"
    let forms = [base, plan.map { "\(base)-\($0.name)" }].compactMap(\.self)
    let numbered = (2...).lazy.map { "\(base)-\($0)" }
    for form in forms {
      if let label = try? Label(form), !taken.contains(label.folded) { return label }
    }
    for form in numbered {
      if let label = try? Label(form), !taken.contains(label.folded) { return label }
    }
    preconditionFailure("numbers do not end")
  }

  /// The nearest thing to a label, short enough for a number behind it; nil if nothing is left.
  private static func cleaned(_ text: String) -> String? {
    var clean = PrintableText.sanitized(text)
    for bad in ["/", "\\", ".."] { clean = clean.replacing(bad, with: "-") }
    let start = clean.drop { $0 == "-" || $0 == " " }.prefix(40)
    let result = String(start.reversed().drop { $0 == " " }.reversed())
    return (try? Label(result)) == nil ? nil : result
  }
}
