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
  package var isExplicit: Bool {
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
