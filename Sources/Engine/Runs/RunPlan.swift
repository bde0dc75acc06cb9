import EngineCodex
package import EngineKernel
package import EngineSandbox

/// Exactly what will be started, and what the person is told before. Pure.
package struct RunPlan: Sendable {
  /// The command: swop's flags first, then the user's words byte for byte.
  package let command: ProcessCommand
  /// Lines for people, none of them secret: which account, which variables were kept from codex.
  package let notices: [String]
  /// The sandbox it uses.
  package let use: SandboxUse
  /// Where it runs.
  package let directory: FilePath
  /// The codex subcommand, nil for codex's own screen.
  package let subcommand: String?
  /// The codex version.
  package let codexVersion: String
  /// Whether it goes through the rotation proxy.
  package let isRotated: Bool

  /// The plan of a direct run.
  ///
  /// - Throws: `RunError` for what must not be run.
  package init(_ order: RunOrder, layout: SandboxLayout) throws(RunError) {
    let asked = CodexSubcommand(order.arguments)
    if let replacement = asked.safeReplacement {
      throw .signInCommand(replacement: replacement, label: order.account.label.text)
    }
    if order.mode == .relaxed, order.binary.abilities.damagesSharedHistory {
      throw .damagesHistory(version: order.binary.version.description)
    }
    try Self.refuseTemporary(layout.root, order.inherited)
    use = SandboxUse(
      folder: layout.sandbox(order.account.key), mode: order.mode,
      sharesHistory: order.sharesHistory, chatGPTBaseURL: order.chatGPTBaseURL,
      authBaseURL: order.authBaseURL)
    let surroundings = SandboxEnvironment(inherited: order.inherited, use: use, layout: layout)
    command = ProcessCommand(
      executable: order.binary.path,
      arguments: CodexFlags.direct(chatGPTBaseURL: order.chatGPTBaseURL) + order.arguments,
      environment: surroundings.environment, directory: order.directory)
    notices = [Self.accountNotice(order)] + [surroundings.notice].compactMap(\.self)
    directory = order.directory
    subcommand = asked.name
    codexVersion = order.binary.version.description
    isRotated = false
  }

  private static func accountNotice(_ order: RunOrder) -> String {
    let reason = order.reason.map { " (\(PrintableText.sanitized($0)))" } ?? ""
    return "codex runs on \(order.account.label.text)\(reason)."
  }

  /// Codex makes no lock file in a home under the temporary folder, so nobody could see it run there.
  static func refuseTemporary(
    _ root: FilePath, _ inherited: ProcessEnvironment
  ) throws(RunError) {
    let temporary = FilePath(inherited.nonEmpty("TMPDIR") ?? "/tmp")
    guard !root.isInside(temporary) else { throw .temporaryRoot(root, temporary: temporary) }
  }
}
