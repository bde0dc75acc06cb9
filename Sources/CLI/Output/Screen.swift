package import EngineCore

/// How the place that output goes to looks.
package struct Screen: Hashable, Sendable {
  /// Whether colour sequences may be used.
  package var hasColor: Bool
  /// The characters that draw.
  package var glyphs: GlyphSet
  /// Columns there are; nil where lines may be of any length.
  package var width: Int?

  /// A place of its parts.
  package init(hasColor: Bool, glyphs: GlyphSet, width: Int?) {
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
  package init(
    for sink: TextSink, in environment: CLIEnvironment, flag: String?, setting: ColorWish
  ) {
    hasColor = ColorChoice.hasColor(
      flag: flag, variables: environment.variables, setting: setting, isTerminal: sink.isTerminal)
    glyphs = GlyphSet(environment.variables)
    width = sink.isTerminal ? environment.terminalSize()?.columns ?? 80 : nil
  }

  /// A line as it is written there.
  package func line(_ text: StyledText) -> String {
    text.cut(to: width, ellipsis: glyphs.ellipsis).rendered(color: hasColor)
  }
}
