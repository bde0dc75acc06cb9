import EngineCore

/// Shows the steps of a sign-in on standard error: the link, the code, the time that is left.
actor SignInDisplay {
  private let invocation: Invocation
  private let opensBrowser: Bool
  private var countdown: Task<Void, Never>?

  /// A display for one sign-in.
  ///
  /// - Parameters:
  ///   - invocation: where to show it.
  ///   - opensBrowser: whether links may be opened in a browser here.
  init(_ invocation: Invocation, opensBrowser: Bool) {
    self.invocation = invocation
    self.opensBrowser = opensBrowser
  }

  /// Shows a step.
  func show(_ step: SignInStep) async {
    await finish()
    switch step {
    case .waitingForOther(let sentence):
      invocation.note("swop: \(PrintableText.sanitized(sentence)) Waiting for it to finish …")
    case .notice(let sentence):
      invocation.note("swop: \(PrintableText.sanitized(sentence))")
    case .openLink(let link):
      let link = PrintableText.sanitized(link)
      invocation.note("Open this address in a browser on this machine:")
      invocation.note("  \(link)")
      if opensBrowser { await BrowserOpener(invocation.environment).open(link) }
      invocation.note("Waiting for you to sign in there. Ctrl-C cancels; nothing is changed then.")
    case .openAnywhere(let link):
      invocation.note("1  Open this address in any browser and sign in:")
      invocation.note("  \(PrintableText.sanitized(link))")
      invocation.note(
        "2  The browser ends on a page that does not load (localhost). Copy its whole address.")
    case .enterCode(let code, let link, let until):
      invocation.note("1  open   \(PrintableText.sanitized(link))")
      invocation.note("2  enter  \(PrintableText.sanitized(code))")
      wait(until: until)
    case .finishing:
      invocation.note("Signed in.")
    }
  }

  /// Ends the countdown, if one runs, and its line.
  func finish() async {
    countdown?.cancel()
    await countdown?.value
    countdown = nil
  }

  private func wait(until end: Date) {
    let environment = invocation.environment
    guard environment.canRedraw(environment.errors) else {
      let moment = ClockText.moment(end, in: environment.timeZone)
      invocation.note("Waiting for you to confirm, until \(moment).")
      return
    }
    countdown = Task {
      defer { environment.errors.write("\r\u{1B}[K") }
      while !Task.isCancelled {
        let left = max(0, end.timeIntervalSince(environment.time.now()))
        let text = "Waiting for you to confirm, \(Self.clock(left)) left. Ctrl-C cancels."
        environment.errors.write("\r\(text)\u{1B}[K")
        guard left > 0, (try? await environment.time.sleep(for: .seconds(1))) != nil else { return }
      }
    }
  }

  /// Minutes and seconds: `14:59`.
  private static func clock(_ seconds: Double) -> String {
    let total = Int(seconds.rounded(.up))
    let (minutes, rest) = (total / 60, total % 60)
    return "\(minutes):\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// How a person wants to sign in, from the flags of `add` and `relogin`.
enum SignInChoice {
  /// Larger keys than this, in bytes, are not keys.
  static let keyLimit = 4_096

  /// The flags that name a method, on `add` and on `relogin`.
  static let options = [
    OptionDefinition("device-auth", help: "Sign in on any device, with a code"),
    OptionDefinition(
      "paste-callback", help: "Sign in in a browser elsewhere and paste the address it ends on"),
    OptionDefinition(
      "with-access-token", help: "Type an access token, or read it from standard input"),
  ]

  /// The method that the flags name.
  ///
  /// - Parameters:
  ///   - invocation: the flags.
  ///   - again: the command without flags, for remedies.
  /// - Returns: The method.
  /// - Throws: `UsageError` if flags exclude each other, or if a browser or key is asked for in a place
  ///   that has none. Nothing was touched then.
  static func method(of invocation: Invocation, again: String) throws(UsageError) -> SignInMethod {
    let command = invocation.command
    let given = ["device-auth", "paste-callback", "with-access-token", "with-api-key", "import"]
      .filter(command.has)
    guard given.count < 2 else {
      throw .conflict("--" + given[0], "--" + given[1], path: command.path)
    }
    if command.has("device-auth") { return .device }
    if command.has("paste-callback") { return .pastedCallback(pastedAddress(invocation)) }
    if command.has("with-access-token") { return .accessToken(try token(invocation, again: again)) }
    if command.has("with-api-key") { return .apiKey(try key(invocation, again: again)) }
    if let file = command.options["import"] {
      return .importing(path(file, in: invocation.environment))
    }
    guard invocation.environment.canAsk else {
      throw .needsTerminal(
        what: "Signing in with a browser", remedy: "Use a code instead: \(again) --device-auth")
    }
    return .browser
  }

  /// Whether a browser on this machine takes part.
  static func isBrowser(_ method: SignInMethod) -> Bool {
    if case .browser = method { true } else { false }
  }

  /// Runs a sign-in; one that shows the person nothing to do shows that it runs.
  static func during<Value: Sendable>(
    _ method: SignInMethod, _ invocation: Invocation,
    _ signIn: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    switch method {
    case .browser, .pastedCallback, .device: try await signIn()
    case .apiKey, .accessToken, .importing:
      try await Progress("signing in", in: invocation).during(signIn)
    }
  }

  /// Asks for the address that a browser elsewhere ended on, until it is one.
  private static func pastedAddress(_ invocation: Invocation) -> PastedAddress {
    { problem in
      let environment = invocation.environment
      if let problem { invocation.note("swop: \(PrintableText.sanitized(problem))") }
      if environment.canAsk { environment.errors.write("Paste the address here: ") }
      return await environment.input.nextLine().map { Redacted($0) }
    }
  }

  /// An access token: typed without being shown, or from standard input; never from the command line.
  static func token(
    _ invocation: Invocation, again: String
  ) throws(UsageError) -> Redacted<String> {
    let environment = invocation.environment
    let remedy = "Pipe it in: printenv CODEX_TOKEN | \(again) --with-access-token"
    let text: String?
    if environment.input.isTerminal {
      text = environment.secrets.answer("Access token (not shown): ")?.reveal()
    } else {
      text = environment.input.readAll(16 << 10).map { String(decoding: $0, as: UTF8.self) }
    }
    let words = (text ?? "").split(whereSeparator: \.isWhitespace)
    guard let word = words.first, words.count == 1,
      word.unicodeScalars.allSatisfy({ $0.isASCII && PrintableText.isPrintable($0) })
    else {
      let source = environment.input.isTerminal ? "What was typed" : "Standard input"
      let reason = words.isEmpty ? "\(source) is empty" : "\(source) is not one access token"
      throw .noKey(reason: reason, remedy: remedy)
    }
    return Redacted(String(word))
  }

  private static func key(
    _ invocation: Invocation, again: String
  ) throws(UsageError) -> Redacted<String> {
    let input = invocation.environment.input
    let remedy = "Pipe it in: printenv OPENAI_API_KEY | \(again) --with-api-key"
    // A key that is typed would stand on the screen.
    guard !input.isTerminal else {
      throw .noKey(reason: "A key typed on a terminal would be visible", remedy: remedy)
    }
    guard let bytes = input.readAll(keyLimit) else {
      throw .noKey(reason: "Standard input holds more than a key", remedy: remedy)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let words = lines.flatMap { $0.split(whereSeparator: \.isWhitespace) }
    guard let key = words.first, words.count == 1,
      key.unicodeScalars.allSatisfy({ $0.isASCII && PrintableText.isPrintable($0) })
    else {
      let reason = words.isEmpty ? "Standard input is empty" : "Standard input holds no key"
      throw .noKey(reason: reason, remedy: remedy)
    }
    return Redacted(String(key))
  }

  private static func path(_ text: String, in environment: CLIEnvironment) -> FilePath {
    let path = FilePath(text)
    return path.isAbsolute ? path : environment.folder / text
  }
}

/// Opens an address in the user's browser if this machine has a way to do that.
struct BrowserOpener: Sendable {
  private let environment: CLIEnvironment

  /// An opener in an environment.
  init(_ environment: CLIEnvironment) {
    self.environment = environment
  }

  /// Opens an address. A failure says nothing: the address stands on the screen.
  ///
  /// - Returns: Whether there was a way to try.
  @discardableResult
  func open(_ link: String) async -> Bool {
    guard link.hasPrefix("https://") || link.hasPrefix("http://"), let program else {
      return false
    }
    let command = ProcessCommand(
      executable: program, arguments: [Argument(link)], environment: environment.variables)
    _ = try? await environment.processes.run(command, limit: .seconds(5))
    return true
  }

  /// The program that opens addresses, nil if there is none or no screen it could open them on.
  private var program: FilePath? {
    #if os(macOS)
      let name = "open"
    #else
      // `open` means something else on some Linux systems.
      let name = "xdg-open"
      let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
        .contains { environment.variables.nonEmpty($0) != nil }
      guard hasScreen else { return nil }
    #endif
    return ProgramSearch.find(name, in: environment)
  }
}

/// Finds programs as a shell does.
enum ProgramSearch {
  /// The first executable file of this name on `PATH`; a name with a `/` stands for itself.
  static func find(_ name: String, in environment: CLIEnvironment) -> FilePath? {
    let isExecutable = { (path: FilePath) in
      (try? environment.files.status(environment.files.resolve(path)))?.kind == .file
        && environment.files.mayAccess(path, .execute)
    }
    guard !name.contains("/") else {
      let path = name.hasPrefix("/") ? FilePath(name) : environment.folder / name
      return isExecutable(path) ? path : nil
    }
    let folders = (environment.variables["PATH"] ?? "").split(separator: ":")
    return folders.lazy.filter { $0.hasPrefix("/") }.map { FilePath(String($0)) / name }
      .first(where: isExecutable)
  }
}
