package import EngineCore

/// Where to look for codex, in order.
package struct CodexPlaces: Hashable, Sendable {
  /// One place.
  package struct Place: Hashable, Sendable {
    /// The file.
    package let path: FilePath
    /// Why it is looked at.
    package let origin: CodexOrigin
  }

  /// All places, the first that counts first; each file once.
  package let all: [Place]

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

  /// The folders of `PATH`; empty and relative ones mean the folder swop was started in, where nobody
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
