import EngineCore

/// Exactly what will be started, and what the person is told before. Pure.
struct RunPlan: Sendable {
  /// The command: swop's flags first, then the user's words byte for byte.
  let command: ProcessCommand
  /// Lines for people, none of them secret: which account, which variables were kept from codex.
  let notices: [String]
  /// Which sandbox it uses: the account's, or for a rotated run the pool's.
  let place: SandboxPlace
  /// How it uses that.
  let use: SandboxUse
  /// Swop's flags, which come before the user's words.
  let flags: [Argument]
  /// Where it runs.
  let directory: FilePath
  /// The codex subcommand, nil for codex's own screen.
  let subcommand: String?
  /// The codex version.
  let codexVersion: String
  /// Whether it goes through the rotation proxy.
  var isRotated: Bool { route.isRotated }
  private let route: RunRoute
  private let words: [Argument]

  /// The plan of a run.
  ///
  /// - Throws: `RunError` for what must not be run.
  init(_ order: RunOrder, layout: SandboxLayout) throws(RunError) {
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
  func command(of run: RunID) -> ProcessCommand {
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

/// A run as it was decided: which codex, on which account, with which words.
struct RunOrder: Sendable {
  /// The account; for a rotated run the one that serves first.
  var account: Account
  /// Why it was taken, one clause for people: `most left`; nil if it was asked for.
  var reason: String?
  /// The codex to run.
  var binary: CodexBinary
  /// How far the sandbox is kept apart.
  var mode: IsolationMode
  /// The user's own arguments, byte for byte.
  var arguments: [Argument]
  /// Where to run.
  var directory: FilePath
  /// The environment that swop was started with.
  var inherited: ProcessEnvironment
  /// The value of `SWOP_CHATGPT_BASE_URL`, nil when it is not set.
  var chatGPTBaseURL: String?
  /// The value of `SWOP_AUTH_BASE_URL`, nil when it is not set.
  var authBaseURL: String?
  /// Whether the run can be repeated with the same input: false when codex may have read a pipe.
  var canRepeat: Bool
  /// How it reaches the server.
  var route: RunRoute

  /// An order of its parts.
  init(
    account: Account, reason: String? = nil, binary: CodexBinary, mode: IsolationMode = .relaxed,
    arguments: [Argument] = [], directory: FilePath, inherited: ProcessEnvironment,
    chatGPTBaseURL: String? = nil, authBaseURL: String? = nil, canRepeat: Bool = true,
    route: RunRoute = .direct
  ) {
    self.account = account
    self.reason = reason
    self.binary = binary
    self.mode = mode
    self.arguments = arguments
    self.directory = directory
    self.inherited = inherited
    self.chatGPTBaseURL = chatGPTBaseURL
    self.authBaseURL = authBaseURL
    self.canRepeat = canRepeat
    self.route = route
  }

  /// Whether the conversations of this run are shared with `~/.codex`.
  var sharesHistory: Bool { mode == .relaxed && binary.abilities.sharesHistory }
}

/// How a run reaches the server.
enum RunRoute: Hashable, Sendable {
  /// By itself, with its account's own sign-in.
  case direct
  /// Through the rotation proxy, with the pool's sign-in, whose access token is `token`.
  case rotated(ProxyRoute, token: Redacted<String>)

  /// Whether it goes through the proxy.
  var isRotated: Bool { self != .direct }
}

/// How many runs of swop a run is inside of: an agent may start `swop codex` itself, but a codex that leads
/// back to swop would do so without end.
struct RunDepth: Hashable {
  /// The deepest run that is allowed.
  static let limit = 8

  private static let depth = "SWOP_DEPTH"
  private static let chain = "SWOP_CHAIN"
  private static let separator: Character = ":"

  /// The depth of the run, from 1.
  let level: Int
  /// The codex that each run started, outermost first, this one's last.
  let binaries: [String]

  /// The depth of a run of `binary` by a swop with an environment.
  init(of binary: FilePath, in inherited: ProcessEnvironment) {
    let outer = inherited.nonEmpty(Self.depth).flatMap { Int($0) } ?? 0
    level = max(0, min(outer, 1_000)) + 1
    let known = inherited.nonEmpty(Self.chain)?.split(separator: Self.separator) ?? []
    binaries = known.suffix(Self.limit).map(String.init) + [binary.text]
  }

  /// Notes it in the environment of the run.
  func note(in environment: inout ProcessEnvironment) {
    environment[Self.depth] = "\(level)"
    environment[Self.chain] = binaries.joined(separator: String(Self.separator))
  }
}
