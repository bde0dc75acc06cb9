package import EngineCore

/// What a terminal is told at the start.
package struct TerminalOptions: Sendable {
  /// The environment: `TERM` and what says which clipboard there is.
  package var variables: ProcessEnvironment
  /// Whether the mouse is asked for.
  package var hasMouse = true
  /// Where a crash is described; its folder exists. Nil for nowhere.
  package var crashReport: FilePath?
  /// Where standard error goes while the screen is up; nil leaves it.
  package var errorLog: FilePath?

  /// Options of an environment.
  package init(variables: ProcessEnvironment) {
    self.variables = variables
  }
}
