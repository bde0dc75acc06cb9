import EngineCore

extension AppServer {
  /// One setting as it holds for a folder, and the layer that it comes from.
  struct ForcedSetting {
    let key: ForcedSignInText.Key
    let values: [String]
    let layer: Layer
  }

  /// Where a setting comes from.
  enum Layer: Hashable {
    /// The home's `config.toml`; a profile comes between it and the projects.
    case user
    /// A file of the machine.
    case system(FilePath)
    /// A `.codex` folder.
    case project(FilePath)
    /// `-c`.
    case commandLine
    /// Another layer, by codex's name for it; with its file where it has one.
    case other(String, FilePath?)

    /// Whether a profile counts more.
    var isBelowProfile: Bool {
      switch self {
      case .user: true
      case .other(let name, _): name == "system"
      case .system: true
      case .project, .commandLine: false
      }
    }
  }

  /// What is forced for a codex that works in `directory`.
  ///
  /// - Throws: `AppServerError`, also for a configuration that codex cannot read.
  func forcedSettings(in directory: FilePath) async throws(AppServerError) -> [ForcedSetting] {
    let method = "config/read"
    let answer = try await request(
      method, ["includeLayers": .bool(false), "cwd": .string(directory.text)])
    guard let config = answer["config"] else { throw .unreadable(method: method) }
    var settings: [ForcedSetting] = []
    for key in ForcedSignInText.Key.allCases {
      let values: [String]
      switch config[key.rawValue] {
      case .string(let text): values = [text]
      case .array(let items): values = items.compactMap(\.text)
      case nil, .null: continue
      case .bool, .number, .object: throw .unreadable(method: method)
      }
      let origins = answer["origins"]
      let origin = (origins?[key.rawValue] ?? origins?["\(key.rawValue).0"])?["name"]
      settings.append(ForcedSetting(key: key, values: values, layer: Self.layer(origin)))
    }
    return settings
  }

  private static func layer(_ origin: JSONValue?) -> Layer {
    let file = origin?["file"]?.text.map { FilePath($0) }
    switch (origin?["type"]?.text, file) {
    case ("user", _): return .user
    case ("system", .some(let file)): return .system(file)
    case ("sessionFlags", _): return .commandLine
    case ("project", _):
      guard let folder = origin?["dotCodexFolder"]?.text else { return .other("project", nil) }
      return .project(FilePath(folder))
    case (let name, _): return .other(name ?? "its configuration", file)
    }
  }
}
