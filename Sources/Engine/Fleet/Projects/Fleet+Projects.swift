package import EngineCore

extension Fleet {
  /// What the folder that swop was started in says about runs, nil if nothing.
  package func project() async throws -> ProjectSnapshot? { try projectHere() }

  /// What every bound directory says.
  func projects() async throws -> [ProjectSnapshot] {
    let listing = try accounts.list()
    return try projectBook.all().compactMap { picture(of: $0, listing) }
  }

  /// Makes the folder that swop was started in, or its repository, name an account or a strategy.
  package func setProject(_ wish: ProjectWish) async throws -> ProjectSnapshot {
    let choice: ProjectChoice
    switch wish {
    case .account(let label): choice = .account(try await account(labelled: label).id)
    case .strategy(let strategy): choice = .strategy(strategy.rawValue)
    }
    let binding = try projectBook.bind(configuration.directory, to: choice, at: now)
    let snapshot =
      picture(of: binding, try accounts.list()) ?? ProjectSnapshot(place: binding.place)
    let what = snapshot.label ?? snapshot.strategy?.rawValue ?? "nothing"
    recorder.record(
      EngineEvent(
        at: now, kind: .projectSet, account: snapshot.account, label: snapshot.label,
        message: "\(PrintableText.sanitized(snapshot.folder.text)) is bound to \(what)"))
    return snapshot
  }

  /// Makes the folder that swop was started in, or its repository, name nothing any more.
  ///
  /// - Returns: What it named, nil if it named nothing.
  package func clearProject() async throws -> ProjectSnapshot? {
    guard let binding = try projectBook.free(configuration.directory, at: now) else { return nil }
    let snapshot =
      picture(of: binding, try accounts.list()) ?? ProjectSnapshot(place: binding.place)
    recorder.record(
      EngineEvent(
        at: now, kind: .projectCleared, account: snapshot.account, label: snapshot.label,
        message: "\(PrintableText.sanitized(snapshot.folder.text)) is no longer bound to an account"
      ))
    return snapshot
  }

  /// What holds here now.
  func projectHere() throws -> ProjectSnapshot? {
    guard let binding = try projectBook.binding(in: configuration.directory) else { return nil }
    return picture(of: binding, try accounts.list())
  }

  private var projectBook: ProjectBook {
    ProjectBook(store: configuration.state, files: configuration.files)
  }

  /// A strategy that only a newer swop knows counts as none.
  private func picture(of binding: ProjectBinding, _ listing: AccountListing) -> ProjectSnapshot? {
    switch binding.choice {
    case .account(let id):
      let label = listing.accounts.first { $0.id == id }?.label.text
      return ProjectSnapshot(place: binding.place, account: id, label: label)
    case .strategy(let name):
      return Strategy(rawValue: name).map { ProjectSnapshot(place: binding.place, strategy: $0) }
    }
  }
}

/// What the folder that swop was started in says about runs.
package struct ProjectSnapshot: Hashable, Sendable {
  /// The folder, or what all worktrees of a repository share.
  var place: FilePath
  /// The account it names, nil if it names none.
  package var account: AccountID?
  /// That account's label, nil if it no longer exists.
  package var label: String?
  /// The strategy it names, nil if it names none.
  package var strategy: Strategy?

  /// A snapshot of its parts.
  init(
    place: FilePath, account: AccountID? = nil, label: String? = nil, strategy: Strategy? = nil
  ) {
    self.place = place
    self.account = account
    self.label = label
    self.strategy = strategy
  }

  /// The folder as people know it: a repository by the folder that holds it.
  package var folder: FilePath { place.name == ".git" ? place.parent : place }
}

/// What a person wants a directory to say about runs.
package enum ProjectWish: Hashable, Sendable {
  /// They take the account with this label while it can be used.
  case account(label: String)
  /// Automatic choice orders the accounts this way.
  case strategy(Strategy)
}
