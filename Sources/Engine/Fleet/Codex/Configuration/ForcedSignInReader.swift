import EngineCore

/// Finds out what a codex that works in a folder would allow to sign in. Codex itself is asked, in a home
/// that holds the same configuration and no sign-in: there it has nothing to remove.
struct ForcedSignInReader: Sendable {
  private let files: any FileSystem
  private let runner: any ProcessRunner
  private let time: any TimeSource

  /// A reader that starts codex through `runner`.
  init(files: any FileSystem, runner: any ProcessRunner, time: any TimeSource) {
    self.files = files
    self.runner = runner
    self.time = time
  }

  /// The rules that hold, as codex sees them.
  ///
  /// - Parameters:
  ///   - configuration: what counts.
  ///   - home: a home without a sign-in; its `config.toml` is written here.
  /// - Returns: The rules.
  /// - Throws: `AppServerError` or `FileError` if codex cannot be asked.
  func read(
    _ configuration: ConfigurationFiles, in home: CodexHome
  ) async throws -> ForcedSignIn {
    let main = configuration.content(configuration.main) ?? Data()
    let flags = configuration.options.forced.flatMap { [Argument("-c"), $0] }
    var settings = try await ask(home, main, flags, in: configuration.directory)
    var places = settings.map { place(of: $0, configuration) }
    if let profile = configuration.profile, let text = configuration.content(profile),
      ForcedSignInText.mayBe(in: text)
    {
      // app-server takes no profile: the profile is shown to it as the configuration.
      for setting in try await ask(home, text, [], in: home.folder) where setting.layer == .user {
        let index = settings.firstIndex { $0.key == setting.key }
        let place = configuration.place(of: setting.key, in: profile)
        if let index {
          guard settings[index].layer.isBelowProfile else { continue }
          settings[index] = setting
          places[index] = place
        } else {
          settings.append(setting)
          places.append(place)
        }
      }
    }
    let rules = zip(settings, places).compactMap { setting, place in
      ForcedSignInText.rule(setting.key, setting.values, place: place)
    }
    return ForcedSignIn(rules: rules)
  }

  private func ask(
    _ home: CodexHome, _ text: Data, _ flags: [Argument], in directory: FilePath
  ) async throws -> [AppServer.ForcedSetting] {
    try files.replace(home.folder / "config.toml", with: text, mode: .privateFile)
    let asked = CodexHome(
      binary: home.binary, folder: home.folder, environment: home.environment,
      flags: home.flags + flags)
    let server = try await AppServer.start(asked, runner: runner, time: time)
    do {
      let settings = try await server.forcedSettings(in: directory)
      await server.close()
      return settings
    } catch {
      await server.close()
      throw error
    }
  }

  private func place(
    of setting: AppServer.ForcedSetting, _ configuration: ConfigurationFiles
  ) -> String {
    switch setting.layer {
    case .user: configuration.place(of: setting.key, in: configuration.main)
    case .system(let file), .other(_, .some(let file)):
      configuration.place(of: setting.key, in: file)
    case .project(let folder): configuration.place(of: setting.key, in: folder / "config.toml")
    case .commandLine: "the command line"
    case .other(let name, nil): "the \(name) configuration of codex"
    }
  }
}

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
