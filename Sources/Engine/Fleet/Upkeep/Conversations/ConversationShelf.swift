package import EngineCore

/// All conversations of a root's homes, from codex's databases and from the files themselves.
struct ConversationShelf: Sendable {
  private let search: RolloutSearch
  private let catalogue: any ThreadCatalogue

  /// A shelf.
  ///
  /// - Parameters:
  ///   - files: the disk.
  ///   - catalogue: codex's own databases.
  init(files: any FileSystem, catalogue: any ThreadCatalogue) {
    search = RolloutSearch(files: files)
    self.catalogue = catalogue
  }

  /// The conversations in some homes, the last used first.
  ///
  /// - Parameters:
  ///   - homes: where to look; a home that keeps none of its own has none.
  ///   - accounts: all accounts, so that a conversation finds the one that started it.
  /// - Returns: The conversations. Those of a database that cannot be read come from their files alone.
  /// - Throws: `FileError`.
  func conversations(
    in homes: [ConversationHome], accounts: [Account]
  ) throws(FileError) -> ConversationList {
    var list = ConversationList([])
    for home in homes where search.keepsOwn(home.path) {
      // A row whose file is gone is not a conversation: codex itself passes it over.
      let files = try search.files(in: home.path)
      guard !files.isEmpty else { continue }
      let threads = catalogue.threads(in: home.path)
      list.failures += threads.failures
      list.records += records(of: files, threads.rows, in: home, accounts: accounts)
    }
    list.records.sort { ($1.usedAt, $0.id) < ($0.usedAt, $1.id) }
    return list
  }

  private func records(
    of files: [RolloutFile], _ rows: [ThreadRow], in home: ConversationHome, accounts: [Account]
  ) -> [ConversationRecord] {
    let known = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    return files.map { file in
      let row = known[file.id]
      let account = home.account ?? row.flatMap { Self.account(of: $0, among: accounts) }
      return ConversationRecord(
        id: file.id, title: row?.title, folder: row?.folder, account: account?.id,
        label: account?.label.text, startedAt: row?.startedAt ?? file.startedAt,
        usedAt: row?.usedAt ?? file.changedAt, changedAt: file.changedAt, size: file.size,
        isArchived: file.isArchived,
        isPinned: row?.isPinned ?? false, rollout: file.path, home: home.path,
        parent: row?.parent)
    }
  }

  private static func account(of row: ThreadRow, among accounts: [Account]) -> Account? {
    if let creator = row.creator {
      return accounts.first { $0.identity == creator }
    }
    // Older versions do not note the account; the path through its sandbox tells it as well.
    return accounts.first { row.rollout.text.contains("/accounts/\($0.key.text)/codex/") }
  }
}

/// A `CODEX_HOME` that may keep conversations.
struct ConversationHome: Hashable, Sendable {
  /// The home.
  let path: FilePath
  /// The account whose home it is; nil for one that several use.
  let account: Account?

  /// A home of its parts.
  init(_ path: FilePath, account: Account? = nil) {
    self.path = path
    self.account = account
  }

  /// Every home of a root that can hold conversations: the shared one, the one of rotated runs, and that
  /// of each account.
  static func all(of layout: SandboxLayout, accounts: [Account]) -> [ConversationHome] {
    [ConversationHome(layout.sharedHome), ConversationHome(layout.pool.codexHome)]
      + accounts.map { ConversationHome(layout.sandbox($0.key).codexHome, account: $0) }
  }

  /// The lock that codex holds on a conversation while it is open.
  func writerLock(of id: String) -> FilePath {
    path / "thread-writer-locks" / (id + ".lock")
  }
}

/// What conversations take on disk, by account and age.
package struct ConversationUsage: Hashable, Sendable {
  /// So many, so large.
  package struct Amount: Hashable, Sendable {
    /// How many.
    package private(set) var count = 0
    /// Their size in bytes.
    package private(set) var bytes: Int64 = 0

    /// Nothing.
    init() {}

    /// Adds one of a size.
    mutating func add(_ size: Int64) {
      count += 1
      bytes += size
    }
  }

  /// What one account started.
  package struct Share: Hashable, Sendable {
    /// The account's label; nil for those of which codex does not note the account.
    package let label: String?
    /// All of it.
    package let total: Amount
    /// The same by age.
    package let ages: [ConversationAge: Amount]
  }

  /// Everything.
  package let total: Amount
  /// By account, the largest first.
  package let shares: [Share]

  /// The use of some conversations.
  package init(_ conversations: [ConversationRecord], at now: Date) {
    total = Self.amount(conversations)
    shares = Dictionary(grouping: conversations, by: \.label).map { label, own in
      let ages = Dictionary(grouping: own) { ConversationAge(of: $0.usedAt, at: now) }
      return Share(label: label, total: Self.amount(own), ages: ages.mapValues(Self.amount))
    }
    .sorted { ($1.total.bytes, $0.label ?? "") < ($0.total.bytes, $1.label ?? "") }
  }

  private static func amount(_ conversations: [ConversationRecord]) -> Amount {
    conversations.reduce(into: Amount()) { $0.add($1.size) }
  }
}

/// How long ago conversations were used last, in the steps that people think in.
package enum ConversationAge: String, Hashable, Sendable, CaseIterable {
  /// Within seven days.
  case week
  /// Within thirty days, not within seven.
  case month
  /// Within ninety days, not within thirty.
  case quarter
  /// Longer ago.
  case older

  /// The step of a moment.
  init(of moment: Date, at now: Date) {
    let days = now.timeIntervalSince(moment) / 86_400
    self = days < 7 ? .week : days < 30 ? .month : days < 90 ? .quarter : .older
  }

  /// For people: `< 7d`.
  package var phrase: String {
    switch self {
    case .week: "< 7d"
    case .month: "< 30d"
    case .quarter: "< 90d"
    case .older: "older"
    }
  }
}

extension Fleet {
  /// Every conversation that any account may go on with, the last used first: those in the shared home,
  /// and those that accounts keep for themselves.
  ///
  /// - Parameter label: only those that this account sees; nil for all.
  /// - Returns: The conversations, and which of codex's databases could not be read.
  /// - Throws: `FileError` when codex's files cannot be read.
  package func conversations(label: String? = nil) async throws -> ConversationList {
    let all = try accounts.list().accounts
    let only = if let label { try await account(labelled: label) } else { nil as Account? }
    let homes = ConversationHome.all(of: layout, accounts: all).filter { home in
      only == nil || home.account == nil || home.account?.id == only?.id
    }
    return try conversationShelf.conversations(in: homes, accounts: all)
  }

  /// Codex's conversations on disk.
  var conversationShelf: ConversationShelf {
    ConversationShelf(files: configuration.files, catalogue: configuration.threads)
  }
}
