import EngineCore

/// Errors as the dashboard tells them.
enum Failure {
  /// The error's own words; what has none is a mistake in swop.
  static func report(of error: any Error) -> ErrorReport {
    if let error = error as? any EngineError { return error.report }
    return ErrorReport(
      code: "unexpected", message: "Something went wrong that swop has no words for.",
      remedy: "Look at what happened before it in the log.")
  }
}
