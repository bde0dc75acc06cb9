package import EngineCore

/// Decides whether colour is used; the first that speaks wins: `--color`, `NO_COLOR` and its kin,
/// settings, and then whether there is a terminal that has colours.
package enum ColorChoice {
  /// Whether colour is used.
  ///
  /// - Parameters:
  ///   - flag: the value of `--color`.
  ///   - variables: the environment.
  ///   - setting: what the settings say.
  ///   - isTerminal: whether the output goes to a terminal.
  /// - Returns: True for colour.
  package static func hasColor(
    flag: String?, variables: ProcessEnvironment, setting: ColorWish, isTerminal: Bool
  ) -> Bool {
    let wish: ColorWish
    switch flag.flatMap(ColorWish.init(rawValue:)) {
    case .always: wish = .always
    case .never: wish = .never
    // Asked to decide by itself, it looks at the environment and the terminal, not at the settings.
    case .auto: wish = fromEnvironment(variables) ?? .auto
    case nil: wish = fromEnvironment(variables) ?? setting
    }
    switch wish {
    case .always: return true
    case .never: return false
    case .auto: return isTerminal && variables.nonEmpty("TERM").map { $0 != "dumb" } ?? false
    }
  }

  private static func fromEnvironment(_ variables: ProcessEnvironment) -> ColorWish? {
    if variables.nonEmpty("NO_COLOR") != nil { return .never }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = variables.nonEmpty(name), value != "0" { return .always }
    }
    return variables["CLICOLOR"] == "0" ? .never : nil
  }
}
