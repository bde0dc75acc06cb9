package import EngineCore

/// Exactly what will be started, and what the person is told before. Pure.
package struct RunPlan: Sendable {
  /// The command: swop's flags first, then the user's words byte for byte.
  package let command: ProcessCommand
  /// Lines for people, none of them secret: which account, which variables were kept from codex.
  package let notices: [String]
  /// Which sandbox it uses: the account's, or for a rotated run the pool's.
  package let place: SandboxPlace
  /// How it uses that.
  package let use: SandboxUse
  /// Swop's flags, which come before the user's words.
  package let flags: [Argument]
  /// Where it runs.
  package let directory: FilePath
  /// The codex subcommand, nil for codex's own screen.
  package let subcommand: String?
  /// The codex version.
  package let codexVersion: String
  /// Whether it goes through the rotation proxy.
  package var isRotated: Bool { route.isRotated }
  private let route: RunRoute
  private let words: [Argument]

  /// The plan of a run.
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
    if let folder = TemporaryFolders(order.inherited).holding(layout.root) {
      throw .temporaryRoot(layout.root, temporary: folder)
    }
    switch order.route {
    case .direct:
      place = .account(order.account.key)
      use = SandboxUse(
        folder: layout.sandbox(order.account.key), mode: order.mode,
        sharesHistory: order.sharesHistory, chatGPTBaseURL: order.chatGPTBaseURL,
        authBaseURL: order.authBaseURL)
      flags = CodexFlags.direct(chatGPTBaseURL: order.chatGPTBaseURL)
    case .rotated(let route, let token):
      place = .pool
      use = SandboxUse(
        folder: layout.pool, mode: order.mode, sharesHistory: order.sharesHistory,
        authBaseURL: route.url, usesLocalServer: true, toolToken: token)
      flags = CodexFlags.rotated(route)
    }
    let surroundings = SandboxEnvironment(inherited: order.inherited, use: use, layout: layout)
    var environment = surroundings.environment
    let depth = RunDepth(of: order.binary.path, in: order.inherited)
    guard depth.level <= RunDepth.limit else { throw .tooDeep(chain: depth.binaries) }
    depth.note(in: &environment)
    command = ProcessCommand(
      executable: order.binary.path, arguments: CodexSubcommand.line(flags, order.arguments),
      environment: environment, directory: order.directory)
    notices = [Self.accountNotice(order)] + [surroundings.notice].compactMap(\.self)
    directory = order.directory
    subcommand = asked.name
    codexVersion = order.binary.version.description
    route = order.route
    words = order.arguments
  }

  /// The command of a registered run: the proxy learns whose requests come, and can note who serves them.
  package func command(of run: RunID) -> ProcessCommand {
    guard case .rotated(var route, _) = route else { return command }
    route.run = run
    var command = command
    command.arguments = CodexSubcommand.line(CodexFlags.rotated(route), words)
    return command
  }

  private static func accountNotice(_ order: RunOrder) -> String {
    let reason = order.reason.map { " (\(PrintableText.sanitized($0)))" } ?? ""
    return switch order.route {
    case .direct: "codex runs on \(order.account.label.text)\(reason)."
    case .rotated: "codex runs rotated, first on \(order.account.label.text)\(reason)."
    }
  }
}
