import EngineCore

/// The configuration files that may count for one codex, read without codex.
struct ConfigurationFiles: Sendable {
  /// A `CODEX_HOME`'s own configuration: `~/.codex`, or that of a strict sandbox.
  let home: FilePath
  /// Where codex works, absolute.
  let directory: FilePath
  /// What its command line says.
  let options: ConfigurationOptions
  private let system: FilePath
  private let files: any FileSystem

  /// The configuration of the machine.
  static let system: FilePath = "/etc/codex"

  /// The files for a codex that is started in a folder.
  ///
  /// - Parameters:
  ///   - home: the folder with `config.toml` and the profiles.
  ///   - directory: the folder that codex is started in, absolute; `-C` counts from there.
  ///   - options: what the command line says.
  ///   - system: the machine's configuration.
  ///   - files: where everything is read.
  init(
    home: FilePath, directory: FilePath, options: ConfigurationOptions = ConfigurationOptions([]),
    system: FilePath = Self.system, files: any FileSystem
  ) {
    self.home = home
    let wanted = options.directory.map { $0.hasPrefix("/") ? FilePath($0) : directory / $0 }
    let place = wanted ?? directory
    self.directory = (try? files.resolve(place)) ?? place
    self.options = options
    self.system = system
    self.files = files
  }

  /// The configuration of the home.
  var main: FilePath { home / "config.toml" }
  /// The profile of the command line, nil if it names none.
  var profile: FilePath? {
    // A name with a slash would lead out of the home; codex refuses it.
    options.profile.flatMap { $0.contains("/") ? nil : home / "\($0).config.toml" }
  }

  /// Every file that may count, the strongest first. Which of the projects' files count only codex
  /// knows: it asks whether the folder is trusted.
  var all: [FilePath] {
    let managed = ["managed_config.toml", "requirements.toml"].map { system / $0 }
    return managed + projects + [profile].compactMap(\.self) + [main, system / "config.toml"]
  }

  /// Whether a forced sign-in is spoken of anywhere. Where it is not, nothing need be asked.
  var mayForceSignIn: Bool {
    !options.forced.isEmpty || all.contains { content($0).map(ForcedSignInText.mayBe) ?? false }
  }

  /// A text that changes whenever one of the files does.
  var stamp: String {
    let parts = all.map { path -> String in
      guard let real = try? files.resolve(path), let status = try? files.status(real) else {
        return "\(path)"
      }
      let modified = status.modifiedAt.timeIntervalSince1970
      return "\(path):\(real):\(status.size):\(modified):\(status.device):\(status.inode)"
    }
    return (parts + [directory.text] + options.forced.map(\.description)).joined(separator: "\n")
  }

  /// Projects that the home's configuration knows and whose own configuration speaks of a forced sign-in:
  /// what an agent starts there has the same home.
  var forcingProjects: [FilePath] {
    let text = content(main).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let folders = text.split(whereSeparator: \.isNewline).compactMap { line -> FilePath? in
      guard let match = line.wholeMatch(of: /\s*\[projects\.(?:"([^"\\]+)"|'([^']+)')\]\s*(#.*)?/)
      else { return nil }
      return (match.1 ?? match.2).map { FilePath(String($0)) }
    }
    return folders.filter { folder in
      content(folder / ".codex" / "config.toml").map(ForcedSignInText.mayBe) ?? false
    }
  }

  /// The content of a file, nil if there is none.
  func content(_ path: FilePath) -> Data? { try? files.read(path) }

  /// A place in a file for people: `/home/me/.codex/config.toml:3`.
  func place(of key: ForcedSignInText.Key, in path: FilePath) -> String {
    let line = content(path).flatMap { ForcedSignInText($0).entry(key)?.line }
    return path.text + (line.map { ":\($0)" } ?? "")
  }

  /// The rules as swop reads them itself: for when codex cannot be asked. A project's file counts here
  /// whether it is trusted or not.
  var ownReading: ForcedSignIn {
    var rules: [ForcedSignIn.Rule] = []
    for key in ForcedSignInText.Key.allCases {
      guard let (place, values) = strongest(key) else { continue }
      rules += [ForcedSignInText.rule(key, values, place: place, isOwnReading: true)]
        .compactMap(\.self)
    }
    return ForcedSignIn(rules: rules)
  }

  private func strongest(_ key: ForcedSignInText.Key) -> (place: String, values: [String])? {
    var sources: [(place: String, text: Data)] = []
    for path in all {
      guard let text = content(path), path.name != "requirements.toml" else { continue }
      sources.append((path.text, text))
    }
    let managed = sources.prefix { $0.place == (system / "managed_config.toml").text }.count
    let words = options.forced.map { ("the command line", Data($0.description.utf8)) }
    sources.insert(contentsOf: words.reversed(), at: managed)
    for (place, text) in sources {
      guard let entry = ForcedSignInText(text).entry(key), let values = entry.values else {
        continue
      }
      return (place.hasPrefix("/") ? "\(place):\(entry.line)" : place, values)
    }
    return nil
  }

  /// The files of the folder and everything above it, the nearest first.
  private var projects: [FilePath] {
    var found: [FilePath] = []
    var folder = directory
    while true {
      let path = folder / ".codex" / "config.toml"
      if path != main { found.append(path) }
      guard folder != folder.parent, folder.isAbsolute else { return found }
      folder = folder.parent
    }
  }
}

/// The options of a codex command line that decide which configuration counts.
struct ConfigurationOptions: Hashable, Sendable {
  /// The folder of `-C`, nil if there is none.
  private(set) var directory: String?
  /// The name of `-p`, nil if there is none.
  private(set) var profile: String?
  /// The values of every `-c` that speaks of a forced sign-in, in order.
  private(set) var forced: [Argument] = []

  /// Reads a command line. Options count before and behind the subcommand, but not behind `--`.
  init(_ arguments: [Argument]) {
    let words = arguments.prefix { $0.description != "--" }
    var index = words.startIndex
    while index < words.endIndex {
      let (name, inline) = Self.split(words[index].description)
      index += 1
      guard let name else { continue }
      var value = inline.map { Argument($0) }
      if value == nil, index < words.endIndex {
        value = words[index]
        index += 1
      }
      guard let value else { continue }
      take(name, value)
    }
  }

  private enum Name { case directory, profile, setting }

  private mutating func take(_ name: Name, _ value: Argument) {
    switch name {
    case .directory: directory = value.description
    case .profile: profile = value.description
    case .setting:
      if value.description.contains(ForcedSignInText.mark) { forced.append(value) }
    }
  }

  /// An option's name, and its value where both are one word: `-Cdir`, `--cd=dir`.
  private static func split(_ word: String) -> (name: Name?, value: String?) {
    let long: [String: Name] = ["--cd": .directory, "--profile": .profile, "--config": .setting]
    let short: [String: Name] = ["-C": .directory, "-p": .profile, "-c": .setting]
    if word.hasPrefix("--") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (long[String(parts[0])], parts.count == 2 ? String(parts[1]) : nil)
    }
    guard let name = short[String(word.prefix(2))] else { return (nil, nil) }
    let rest = word.dropFirst(2)
    return (name, rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest))
  }
}
