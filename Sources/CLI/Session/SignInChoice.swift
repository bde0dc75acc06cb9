import EngineKernel

/// How a person wants to sign in, from the flags of `add` and `relogin`.
enum SignInChoice {
  /// Larger keys than this, in bytes, are not keys.
  static let keyLimit = 4_096

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
    let given = ["device-auth", "with-api-key", "import"].filter(command.has)
    guard given.count < 2 else {
      throw .conflict("--" + given[0], "--" + given[1], path: command.path)
    }
    if command.has("device-auth") { return .device }
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
    case .browser, .device: try await signIn()
    case .apiKey, .importing: try await Progress("signing in", in: invocation).during(signIn)
    }
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
