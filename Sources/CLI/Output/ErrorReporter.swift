import EngineCore

/// Tells an error to anyone who reads: a sentence and what to do next for people, an object for scripts.
package struct ErrorReporter: Sendable {
  private let environment: CLIEnvironment
  private let isJSON: Bool
  private let color: String?

  /// A reporter for one command.
  ///
  /// - Parameters:
  ///   - environment: where to tell.
  ///   - isJSON: whether scripts read the output.
  ///   - color: the value of `--color`.
  init(_ environment: CLIEnvironment, isJSON: Bool, color: String? = nil) {
    self.environment = environment
    self.isJSON = isJSON
    self.color = color
  }

  /// Tells the error.
  ///
  /// - Returns: The exit status that goes with it.
  func report(_ error: any Error) -> Int32 {
    if error is CancellationError || error is Interrupted {
      // The terminal has written ^C; whatever comes next begins on a line of its own.
      if environment.errors.isTerminal { environment.errors.write("\n") }
      if isJSON { print(ErrorReport(code: "interrupted", message: "Interrupted.", remedy: nil)) }
      return FailureOutcome.interrupted.rawValue
    }
    guard let error = error as? any EngineError else {
      // Every module has errors of its own; what arrives here is a mistake in swop, not the user's.
      let report = ErrorReport(
        code: "unexpected", message: "Unexpected error. Please report it: swop debug bundle",
        remedy: "Look at what happened before it: swop events")
      tell(report)
      return FailureOutcome.failed.rawValue
    }
    tell(error.report)
    return error.outcome.rawValue
  }

  private func tell(_ report: ErrorReport) {
    let screen = Screen(for: environment.errors, in: environment, flag: color, setting: .auto)
    var line = StyledText("swop: ", .problem)
    line.append(PrintableText.sanitized(report.message))
    var text = line.rendered(color: screen.hasColor) + "\n"
    if let remedy = report.remedy { text += PrintableText.sanitized(remedy) + "\n" }
    environment.errors.write(screen.glyphs.shown(text))
    if isJSON { print(report) }
  }

  private func print(_ report: ErrorReport) {
    environment.output.write(OrderedJSON.report(["error": .error(report)]).line + "\n")
  }
}
