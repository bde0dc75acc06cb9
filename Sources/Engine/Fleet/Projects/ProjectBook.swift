package import EngineCore

/// What directories say about runs: a repository with all its worktrees is one place, any other folder
/// speaks for everything below it.
package struct ProjectBook: Sendable {
  private let store: any ProjectStore
  private let files: any FileSystem

  /// A book in a store.
  package init(store: any ProjectStore, files: any FileSystem) {
    self.store = store
    self.files = files
  }

  /// Every binding, by place.
  package func all() throws(StoreError) -> [ProjectBinding] { try store.projectBindings() }

  /// What holds in a folder: its repository's binding, else that of the nearest folder above.
  package func binding(in folder: FilePath) throws(StoreError) -> ProjectBinding? {
    let bindings = try store.projectBindings()
    // Most people bind nothing, and nothing is looked for then.
    guard !bindings.isEmpty else { return nil }
    let folder = resolved(folder)
    if let shared = RepositoryPlace(files: files).shared(by: folder),
      let binding = bindings.first(where: { $0.place == shared })
    {
      return binding
    }
    return bindings.filter { folder.isInside($0.place) }.max {
      $0.place.text.utf8.count < $1.place.text.utf8.count
    }
  }

  /// The place that binding a folder would bind.
  package func place(of folder: FilePath) -> FilePath {
    let folder = resolved(folder)
    return RepositoryPlace(files: files).shared(by: folder) ?? folder
  }

  /// Binds the place of a folder.
  ///
  /// - Returns: The binding.
  package func bind(
    _ folder: FilePath, to choice: ProjectChoice, at now: Date
  ) throws(StoreError) -> ProjectBinding {
    let binding = ProjectBinding(place: place(of: folder), choice: choice)
    try store.setProjectChoice(choice, of: binding.place, at: now)
    return binding
  }

  /// Frees the place whose binding holds in a folder.
  ///
  /// - Returns: What was bound, nil if nothing was.
  package func free(_ folder: FilePath, at now: Date) throws(StoreError) -> ProjectBinding? {
    guard let binding = try binding(in: folder) else { return nil }
    try store.setProjectChoice(nil, of: binding.place, at: now)
    return binding
  }

  private func resolved(_ folder: FilePath) -> FilePath {
    (try? files.resolve(folder)) ?? folder
  }
}
