package import EngineKernel

/// Ends a session at the server as well as codex can: the remote side failing is told, never fatal.
package enum CodexLogout {
  private static let limit = Duration.seconds(15)

  /// Runs `codex logout` in a home: it asks the server to end the session and removes `auth.json`.
  ///
  /// - Returns: What went wrong; nil if codex says that it signed out, or that there was nothing.
  package static func run(in home: CodexHome, runner: any ProcessRunner) async -> ErrorReport? {
    do {
      let output = try await runner.run(home.command(["logout"]), limit: limit)
      if output.end == .exited(0) { return nil }
      return ErrorReport(
        code: "logout_failed",
        message: "codex logout ended with status \(output.end.status).",
        remedy: "End the session in the browser, under the account's security settings.")
    } catch {
      return error.report
    }
  }
}
