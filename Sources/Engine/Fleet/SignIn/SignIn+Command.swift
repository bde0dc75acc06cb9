import EngineCore

/// Signing in through `codex login --device-auth`, for versions whose app-server cannot be pointed at
/// another issuer. That command first ends the session it finds, so it must find none: it only ever
/// runs in a staging folder.
extension SignIn {
  func byCommand(
    in home: CodexHome, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws(SignInError) -> SignInResult {
    let issuer: [Argument] = authBase.map { ["--experimental_issuer", Argument($0)] } ?? []
    let process: any ConversingProcess
    do {
      process = try runner.start(home.command(["login", "--device-auth"] + issuer))
    } catch {
      throw .appServer(.notStarted(error))
    }
    SignInProcess(process: process.identity, owner: runner.current)
      .note(beside: home, files: files)
    let hasEnded = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await follow(process, progress: progress)
        return !Task.isCancelled
      }
      group.addTask {
        try? await time.sleep(for: .seconds(Self.minutes * 60))
        return false
      }
      let first = await group.next() ?? false
      // Ending the child is what ends the reading of its output.
      await Task(name: "end codex login") { await process.finish(grace: .seconds(2)) }.value
      group.cancelAll()
      return first
    }
    if Task.isCancelled { throw .cancelled }
    if !hasEnded && !files.exists(home.authFile) { throw .timedOut(minutes: Self.minutes) }
    let result = try await judged(home, otherwise: "codex login stored no sign-in")
    await progress(.finishing)
    return result
  }

  /// Reads what codex prints until it ends; tells the link and the code once both are known.
  private func follow(
    _ process: any ConversingProcess, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async {
    var text = DeviceLoginText()
    var isTold = false
    while let line = (try? await process.readLine()) ?? nil {
      text.read(line)
      guard !isTold, let link = text.link, let code = text.code else { continue }
      isTold = true
      let until = time.now().addingTimeInterval(Double(Self.minutes) * 60)
      await progress(.enterCode(code: code, link: link, until: until))
    }
  }
}

/// Picks the link and the code out of what `codex login --device-auth` prints for people.
struct DeviceLoginText {
  /// The address to open.
  private(set) var link: String?
  /// The code to enter there.
  private(set) var code: String?

  /// Takes one printed line, with or without colours.
  mutating func read(_ line: String) {
    for word in Self.plain(line).split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      if link == nil, word.hasPrefix("https://") || word.hasPrefix("http://") {
        link = String(word)
      } else if link != nil, code == nil, Self.isCode(word) {
        code = String(word)
      }
    }
  }

  /// Two groups or more of capital letters and digits, joined by `-`.
  private static func isCode(_ word: Substring) -> Bool {
    let groups = word.split(separator: "-", omittingEmptySubsequences: false)
    return groups.count > 1 && word.count <= 40
      && groups.allSatisfy { group in
        group.count >= 3 && group.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
      }
  }

  /// The line without escape sequences (ECMA-48: ESC [ … letter).
  private static func plain(_ line: String) -> String {
    var result = ""
    var isEscape = false
    for character in line {
      if character == "\u{1B}" {
        isEscape = true
      } else if isEscape {
        isEscape = !(character.isASCII && character.isLetter)
      } else {
        result.append(character)
      }
    }
    return PrintableText.sanitized(result)
  }
}

/// The codex of a sign-in in progress, noted beside its staging home: when swop is killed, codex goes on
/// for as long as the person has, writes into that home and holds the port of the sign-in.
struct SignInProcess: Codable, Hashable, Sendable {
  /// The codex.
  let process: ProcessIdentity
  /// The swop that waits for it.
  let owner: ProcessIdentity

  private static let fileName = "process.json"

  /// Writes the note. Without it a killed sign-in is only waited for.
  func note(beside home: CodexHome, files: any FileSystem) {
    guard let data = try? JSONEncoder().encode(self) else { return }
    try? files.replace(home.folder.parent / Self.fileName, with: data, mode: .privateFile)
  }

  /// The codex processes in the staging folder whose swop is gone.
  ///
  /// - Parameters:
  ///   - staging: the folder that holds the places of sign-ins.
  ///   - files: the disk.
  ///   - runner: knows which processes live, and that pids are reused.
  /// - Returns: Processes that still live.
  static func orphans(
    in staging: FilePath, files: any FileSystem, runner: any ProcessRunner
  ) -> [ProcessIdentity] {
    let names = (try? files.list(staging)) ?? []
    return names.compactMap { name -> ProcessIdentity? in
      guard let data = try? files.read(staging / name / fileName),
        let note = try? JSONDecoder().decode(SignInProcess.self, from: data),
        !runner.isAlive(note.owner), runner.isAlive(note.process)
      else { return nil }
      return note.process
    }
  }
}

/// Signing in with a token that a person made in the browser: nothing is renewed afterwards.
extension SignIn {
  /// How long codex may take to check an agent identity.
  private static let checkLimit = Duration.seconds(30)

  /// Whether a token is an agent identity: codex takes every JSON web token for one.
  static func isAgentIdentity(_ token: Redacted<String>) -> Bool {
    JSONWebToken(token) != nil
  }

  /// Puts a personal access token into the staging folder, as codex would after checking it. No other
  /// process ever sees the token.
  ///
  /// - Throws: `SignInError.badToken`, `.file`.
  func withAccessToken(
    _ token: Redacted<String>, into folder: FilePath
  ) throws(SignInError) -> SignInResult {
    guard let token = APIKeyText.cleaned(token) else { throw .badToken }
    return try staged(SignInResult(file: AuthFile(accessToken: token)), in: folder)
  }

  /// Lets codex sign in with an agent identity: only codex can check it.
  ///
  /// - Parameters:
  ///   - token: the JSON web token; codex gets it on standard input.
  ///   - home: codex with the staging folder as its home.
  /// - Returns: The sign-in, with a sentence about what it cannot do.
  /// - Throws: `SignInError`.
  func withAgentIdentity(
    _ token: Redacted<String>, in home: CodexHome
  ) async throws(SignInError) -> SignInResult {
    guard let token = APIKeyText.cleaned(token) else { throw .badToken }
    let home = prepared(home)
    let input = Redacted(Array(token.reveal().utf8) + [0x0A])
    let output: ProcessOutput
    do {
      let command = home.command(["login", "--with-access-token"], input: input)
      output = try await runner.run(command, limit: Self.checkLimit)
    } catch {
      throw .appServer(.notStarted(error))
    }
    let said = String(decoding: output.standardError.reveal(), as: UTF8.self)
      .split(whereSeparator: \.isNewline).last.map(String.init)
    let file = try await stored(
      in: home, otherwise: PlainSentence.clause(said ?? "codex refused it"))
    guard file.mode == .agentIdentity else {
      throw .notCompleted(reason: "codex stored another kind of sign-in")
    }
    guard file.chatGPTIdentity != nil else { throw .nameless }
    let warning =
      "This token is an agent identity, which only codex itself can use: runs work, but the rotation "
      + "proxy leaves the account out."
    return SignInResult(file: file, warnings: [warning])
  }
}
