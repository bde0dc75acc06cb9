import EngineCore

/// What directories say about runs: a repository with all its worktrees is one place, any other folder
/// speaks for everything below it.
struct ProjectBook: Sendable {
  private let store: any ProjectStore
  private let files: any FileSystem

  /// A book in a store.
  init(store: any ProjectStore, files: any FileSystem) {
    self.store = store
    self.files = files
  }

  /// Every binding, by place.
  func all() throws(StoreError) -> [ProjectBinding] { try store.projectBindings() }

  /// What holds in a folder: its repository's binding, else that of the nearest folder above.
  func binding(in folder: FilePath) throws(StoreError) -> ProjectBinding? {
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
  func place(of folder: FilePath) -> FilePath {
    let folder = resolved(folder)
    return RepositoryPlace(files: files).shared(by: folder) ?? folder
  }

  /// Binds the place of a folder.
  ///
  /// - Returns: The binding.
  func bind(
    _ folder: FilePath, to choice: ProjectChoice, at now: Date
  ) throws(StoreError) -> ProjectBinding {
    let binding = ProjectBinding(place: place(of: folder), choice: choice)
    try store.setProjectChoice(choice, of: binding.place, at: now)
    return binding
  }

  /// Frees the place whose binding holds in a folder.
  ///
  /// - Returns: What was bound, nil if nothing was.
  func free(_ folder: FilePath, at now: Date) throws(StoreError) -> ProjectBinding? {
    guard let binding = try binding(in: folder) else { return nil }
    try store.setProjectChoice(nil, of: binding.place, at: now)
    return binding
  }

  private func resolved(_ folder: FilePath) -> FilePath {
    (try? files.resolve(folder)) ?? folder
  }
}

/// Finds the folder that all worktrees of a repository share, by reading what git keeps on disk: git
/// itself is not needed and not asked.
struct RepositoryPlace: Sendable {
  /// No file that leads to a repository is larger, in bytes.
  private static let pointerLimit: Int64 = 4_096

  let files: any FileSystem

  /// The shared folder of the repository that `folder`, an absolute path without links, is in; nil
  /// outside of one.
  func shared(by folder: FilePath) -> FilePath? {
    var current = folder
    while true {
      if let shared = repository(at: current) { return shared }
      let parent = current.parent
      guard current.isAbsolute, parent != current else { return nil }
      current = parent
    }
  }

  private func repository(at folder: FilePath) -> FilePath? {
    let entry = folder / ".git"
    switch kind(of: entry) {
    case .folder?: return isRepository(entry) ? resolved(entry) : nil
    case .file?:
      guard let target = pointer(in: entry, after: "gitdir:") else { return nil }
      return shared(of: target.isAbsolute ? target : folder / target.text)
    case .link?, .socket?, .other?, nil:
      return isRepository(folder) ? resolved(folder) : nil
    }
  }

  /// The shared folder behind the private one of a worktree; a submodule has none but its own.
  private func shared(of folder: FilePath) -> FilePath? {
    guard let common = pointer(in: folder / "commondir", after: "") else {
      return isRepository(folder) ? resolved(folder) : nil
    }
    let shared = common.isAbsolute ? common : folder / common.text
    return isRepository(shared) ? resolved(shared) : nil
  }

  private func isRepository(_ folder: FilePath) -> Bool {
    // Most folders fail at the first look.
    kind(of: folder / "HEAD") == .file && kind(of: folder / "objects") == .folder
      && kind(of: folder / "refs") == .folder
  }

  private func pointer(in path: FilePath, after prefix: String) -> FilePath? {
    guard let status = try? files.status(path), status.kind == .file,
      status.size <= Self.pointerLimit, let data = try? files.read(path)
    else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard text.hasPrefix(prefix) else { return nil }
    let words = text.dropFirst(prefix.count).prefix { !$0.isNewline }.drop { $0 == " " }
    return words.isEmpty ? nil : FilePath(String(words))
  }

  private func kind(of path: FilePath) -> FileStatus.Kind? {
    (try? files.status(path))?.kind
  }

  private func resolved(_ path: FilePath) -> FilePath? { try? files.resolve(path) }
}
