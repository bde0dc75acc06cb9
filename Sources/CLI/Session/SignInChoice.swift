import EngineCore

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
      throw .noKey(reason: "A key typed on a terminal would be seen", remedy: remedy)
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
