package import EngineCore

/// Finds the codex to run and remembers what it learned about it.
package struct CodexSearch: Sendable {
  private let check: CodexCheck

  /// A search with everything it needs to look at a candidate.
  package init(_ check: CodexCheck) {
    self.check = check
  }

  /// The first binary that can be run. A file that a person named is the only one that may win.
  ///
  /// - Throws: `CodexBinaryError`, which exits with the status for a missing codex.
  package func resolve(_ places: CodexPlaces) async throws(CodexBinaryError) -> CodexBinary {
    var lost: [CodexCandidate] = []
    for place in places.all {
      let candidate = await check.candidate(at: place)
      if let binary = candidate.binary { return binary }
      if place.origin.isExplicit { throw Self.error(for: candidate) }
      if candidate.verdict != .absent { lost.append(candidate) }
    }
    throw Self.worstLoss(lost).map { Self.error(for: $0) } ?? .notFound
  }

  /// Every candidate with its verdict, in order; the first usable one is the winner unless a named one
  /// before it is unusable.
  package func candidates(_ places: CodexPlaces) async -> [CodexCandidate] {
    var candidates: [CodexCandidate] = []
    for place in places.all { candidates.append(await check.candidate(at: place)) }
    return candidates
  }

  /// The candidate to tell of: one that is merely too old says more than a broken one.
  private static func worstLoss(_ lost: [CodexCandidate]) -> CodexCandidate? {
    let old = lost.filter { if case .tooOld = $0.verdict { true } else { false } }
    return old.first ?? lost.first
  }

  private static func error(for candidate: CodexCandidate) -> CodexBinaryError {
    if case .tooOld(let version) = candidate.verdict {
      return .tooOld(path: candidate.path, version: version)
    }
    return .unusable(
      path: candidate.path, origin: candidate.origin, reason: candidate.flaw ?? "it is unusable")
  }
}

/// Where to look for codex, in order.
package struct CodexPlaces: Hashable, Sendable {
  /// One place.
  struct Place: Hashable, Sendable {
    /// The file.
    let path: FilePath
    /// Why it is looked at.
    let origin: CodexOrigin
  }

  /// All places, the first that counts first; each file once.
  let all: [Place]

  /// The places that follow from what was asked for.
  ///
  /// - Parameters:
  ///   - option: the value of `--codex-bin`, nil if it was not given.
  ///   - setting: the value of `codex.path`, nil if it is not set.
  ///   - installed: binaries that swop installed, the one in use first.
  ///   - environment: `SWOP_CODEX_BIN`, `PATH` and `HOME` are read.
  package init(
    option: FilePath? = nil, setting: FilePath? = nil, installed: [FilePath] = [],
    environment: ProcessEnvironment
  ) {
    var places: [Place] = []
    func add(_ paths: [FilePath], _ origin: CodexOrigin) {
      for path in paths where !places.contains(where: { $0.path == path }) {
        places.append(Place(path: path, origin: origin))
      }
    }
    add([option].compactMap(\.self), .option)
    add([environment.nonEmpty("SWOP_CODEX_BIN").map { FilePath($0) }].compactMap(\.self), .variable)
    add([setting].compactMap(\.self), .setting)
    add(installed, .installed)
    add(Self.searchPath(environment).map { $0 / "codex" }, .searchPath)
    add(Self.usualPlaces(home: environment.nonEmpty("HOME").map { FilePath($0) }), .usualPlace)
    all = places
  }

  /// The folders of `PATH`; empty and relative ones mean the folder swop was started in, where no one
  /// expects codex, and are passed over.
  private static func searchPath(_ environment: ProcessEnvironment) -> [FilePath] {
    (environment["PATH"] ?? "").split(separator: ":").map { FilePath(String($0)) }
      .filter(\.isAbsolute)
  }

  private static func usualPlaces(home: FilePath?) -> [FilePath] {
    let shared: [FilePath] = [
      "/usr/local/bin/codex", "/opt/homebrew/bin/codex", "/home/linuxbrew/.linuxbrew/bin/codex",
      "/usr/bin/codex",
    ]
    guard let home, home.isAbsolute else { return shared }
    let own = [
      ".local/bin/codex", ".codex/packages/standalone/current/bin/codex",
      ".npm-global/bin/codex", ".local/share/pnpm/codex", ".bun/bin/codex", ".volta/bin/codex",
      ".cargo/bin/codex",
    ]
    return own.map { home / $0 } + shared
  }
}

/// One place where a codex might be, and what became of it.
package struct CodexCandidate: Hashable, Sendable {
  /// Whether a candidate can be run.
  package enum Verdict: Hashable, Sendable {
    /// It can.
    case usable(CodexBinary)
    /// Nothing is there.
    case absent
    /// It cannot; one clause says why.
    case unusable(String)
    /// It is older than swop runs.
    case tooOld(CodexVersion)
  }

  /// The file.
  package let path: FilePath
  /// How it was found.
  package let origin: CodexOrigin
  /// What became of it.
  package let verdict: Verdict

  /// The binary, if it can be run.
  package var binary: CodexBinary? {
    if case .usable(let binary) = verdict { binary } else { nil }
  }

  /// Why it cannot be run, as one clause; nil if it can.
  package var flaw: String? {
    switch verdict {
    case .usable: nil
    case .absent: "no such file"
    case .unusable(let reason): reason
    case .tooOld(let version):
      "its version \(version) is older than \(CodexAbilities.minimum), the oldest that swop runs"
    }
  }
}

/// How a codex binary was found, in the order in which swop looks.
package enum CodexOrigin: String, Hashable, Sendable, Codable, CaseIterable {
  /// Named with `--codex-bin`.
  case option
  /// Named by `SWOP_CODEX_BIN`.
  case variable
  /// Named by the setting `codex.path`.
  case setting
  /// Installed by swop.
  case installed
  /// On `PATH`.
  case searchPath = "search_path"
  /// In a place where installers put it.
  case usualPlace = "usual_place"

  /// Whether a person named this very file, so that nothing else may take its place.
  var isExplicit: Bool {
    switch self {
    case .option, .variable, .setting: true
    case .installed, .searchPath, .usualPlace: false
    }
  }

  /// For people: `named by SWOP_CODEX_BIN`.
  package var phrase: String {
    switch self {
    case .option: "named by --codex-bin"
    case .variable: "named by SWOP_CODEX_BIN"
    case .setting: "named by the setting codex.path"
    case .installed: "installed by swop"
    case .searchPath: "on PATH"
    case .usualPlace: "in a usual place"
    }
  }
}
