import EngineCore

/// How the place that output goes to looks.
struct Screen: Hashable, Sendable {
  /// Whether colour sequences may be used.
  var hasColor: Bool
  /// The characters that draw.
  var glyphs: GlyphSet
  /// Columns there are; nil where lines may be of any length.
  var width: Int?

  /// A place of its parts.
  init(hasColor: Bool, glyphs: GlyphSet, width: Int?) {
    self.hasColor = hasColor
    self.glyphs = glyphs
    self.width = width
  }

  /// The place behind a sink.
  ///
  /// - Parameters:
  ///   - sink: where the text goes.
  ///   - environment: the locale, colour variables and terminal.
  ///   - flag: the value of `--color`.
  ///   - setting: what the settings say about colour.
  init(
    for sink: TextSink, in environment: CLIEnvironment, flag: String?, setting: ColorWish
  ) {
    hasColor = ColorChoice.hasColor(
      flag: flag, variables: environment.variables, setting: setting, isTerminal: sink.isTerminal)
    glyphs = GlyphSet(environment.variables)
    width = sink.isTerminal ? environment.terminalSize()?.columns ?? 80 : nil
  }

  /// A line as it is written there.
  func line(_ text: StyledText) -> String {
    text.cut(to: width, ellipsis: glyphs.ellipsis).rendered(color: hasColor)
  }
}

/// Decides whether colour is used; the first that speaks wins: `--color`, `NO_COLOR` and its kin,
/// settings, and then whether there is a terminal that has colours.
enum ColorChoice {
  /// Whether colour is used.
  ///
  /// - Parameters:
  ///   - flag: the value of `--color`.
  ///   - variables: the environment.
  ///   - setting: what the settings say.
  ///   - isTerminal: whether the output goes to a terminal.
  /// - Returns: True for colour.
  static func hasColor(
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
