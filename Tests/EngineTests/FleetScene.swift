import EngineCore
import EnginePlatform
import Synchronization
import TestSupport

@testable import Engine

/// A Fleet on a folder of its own, with a clock, servers and children from a script.
struct FleetScene {
  let folder: TemporaryFolder
  let time: ManualTimeSource
  let state: StateDatabase
  let runner: ScriptedProcessRunner
  let http: ScriptedHTTPTransport
  let background: EndedProcesses
  let fleet: Fleet
  private let answers: QuotaAnswers

  /// A scene.
  ///
  /// - Parameters:
  ///   - settings: what the user has settled.
  ///   - later: what the user settles later.
  ///   - foreground: how a codex on the terminal ends.
  /// - Throws: when the folder cannot be made.
  init(
    settings: Settings = Settings(), later: (any SettingsSource)? = nil,
    foreground: @escaping ScriptedProcessRunner.Foreground = { _ in .success(.exited(0)) }
  ) throws {
    folder = try TemporaryFolder()
    time = ManualTimeSource()
    state = try StateDatabase.inMemory()
    let answers = QuotaAnswers()
    self.answers = answers
    http = ScriptedHTTPTransport { request in answers.answer(to: request) }
    runner = ScriptedProcessRunner(
      run: { _ in
        .success(
          ProcessOutput(
            end: .exited(0), standardOutput: Array("codex-cli 0.144.4\n".utf8), standardError: []))
      }, foreground: foreground)
    background = EndedProcesses(runner)
    let files = DiskFileSystem()
    let codex = folder / "codex"
    try files.replace(codex, with: Data("#!/bin/sh\n".utf8), mode: FileMode(bits: 0o755))
    let environment = ProcessEnvironment(["HOME": (folder / "home").text])
    fleet = Fleet(
      FleetConfiguration(
        root: folder / "root", userHome: folder / "home", environment: environment,
        directory: folder.path, settings: settings.with(codexPath: codex),
        settingsSource: later,
        addresses: try ServiceAddresses(environment: environment), ownExecutable: nil,
        version: "1", timeZone: .gmt, files: files, time: time, random: SeededRandom(),
        processes: runner, background: background, http: http, state: state,
        log: RecordingEventSink(),
        threads: CodexThreadIndex(), sealer: PlainSealer()))
  }

  /// Adds an account by importing a sign-in, with so much used of its week and its five hours.
  @discardableResult
  func add(_ label: String, week: Double = 10, hours: Double = 10) async throws -> Account {
    answers.set(label, week: week, hours: hours)
    let fixture = SignInFixture {
      $0.accountID = label
      $0.userID = "user-\(label)"
      $0.refreshToken = "refresh-\(label)"
    }
    let source = folder / "\(label).json"
    try DiskFileSystem().replace(source, with: fixture.data, mode: .privateFile)
    // Accounts are listed in the order of their seconds.
    time.advance(by: .seconds(1))
    return try await fleet.add(label: label, method: .importing(source)) { _ in }
  }

  /// What the server says of an account from now on.
  func use(_ label: String, week: Double, hours: Double = 10, plan: String = "plus") {
    answers.set(label, week: week, hours: hours, plan: plan)
  }

  /// Sets the servers' clock; nil takes the date out of their answers.
  func setServerDate(_ date: Date?) { answers.setDate(date) }

  /// The servers' clock.
  var serverDate: Date? { answers.serverDate }

  /// The messages of all events about an account.
  func events(about label: String) throws -> [EngineEvent.Kind] {
    try state.latestEvents(limit: 1_000).filter { $0.label == label }.map(\.kind)
  }
}

extension Settings {
  fileprivate func with(codexPath: FilePath) -> Settings {
    var settings = self
    settings.codexPath = codexPath
    return settings
  }
}

/// Settings that a test changes, or breaks.
final class ChangingSettings: SettingsSource {
  private struct State {
    var settings = Settings()
    var isBroken = false
    var watchers: [Int: @Sendable () -> Void] = [:]
    var count = 0
  }

  private let state = Mutex(State())
  private let (arrivals, arrived) = AsyncStream<Void>.makeStream()

  func now() throws(SettingsError) -> Settings {
    let (settings, isBroken) = state.withLock { ($0.settings, $0.isBroken) }
    guard !isBroken else { throw .tooLarge(path: "config.json", limit: 1) }
    return settings
  }

  func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    let number = state.withLock { state in
      state.count += 1
      state.watchers[state.count] = changed
      return state.count
    }
    arrived.yield()
    return { [weak self] in self?.state.withLock { $0.watchers[number] = nil } }
  }

  /// How many want to be told.
  var watchers: Int { state.withLock { $0.watchers.count } }

  /// Waits until someone wants to be told.
  func isWatched() async {
    var iterator = arrivals.makeAsyncIterator()
    await iterator.next()
  }

  /// Changes the settings and tells anyone who wants to know.
  func change(_ change: (inout Settings) -> Void) {
    let watchers = state.withLock { state in
      change(&state.settings)
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher() }
  }

  /// Lets the file be broken from now on.
  func breakFile() { state.withLock { $0.isBroken = true } }
}

/// The backend of a scene: the quota of accounts, by account id, and everything else unknown.
final class QuotaAnswers: Sendable {
  private struct Use {
    var week: Double
    var hours: Double
    var plan: String
  }

  /// The server's clock, nil while its answers carry no date.
  private let date = Mutex<Date?>(nil)
  private let uses = Mutex<[String: Use]>([:])

  /// When windows end, in seconds since 1970: an hour and two days after the scene's clock.
  static let resets = (hours: 1_800_003_600, week: 1_800_172_800)

  /// Sets what an account has used, in percent, and the plan that its quota names.
  func set(_ accountID: String, week: Double, hours: Double, plan: String = "plus") {
    uses.withLock { $0[accountID] = Use(week: week, hours: hours, plan: plan) }
  }

  /// Whose a personal access token `at-x` is: the account x.
  private func owner(of request: HTTPRequest) -> HTTPResponse {
    let bearer = request.headers.reveal().value(of: "Authorization") ?? ""
    guard let account = bearer.firstMatch(of: /^Bearer at-([a-z]+)$/)?.1 else {
      return HTTPResponse(status: 401)
    }
    let body =
      #"{"email":"\#(account)@example.com","chatgpt_user_id":"user-\#(account)","#
      + #""chatgpt_account_id":"\#(account)","chatgpt_plan_type":"plus"}"#
    return HTTPResponse(status: 200, body: Data(body.utf8))
  }

  /// Sets the server's clock.
  func setDate(_ date: Date?) { self.date.withLock { $0 = date } }

  /// The server's clock.
  var serverDate: Date? { date.withLock { $0 } }

  /// New tokens for a refresh token `multi-x`: those of the account x.
  private func renewal(of request: HTTPRequest) -> HTTPResponse {
    let body = String(decoding: request.body?.reveal() ?? Data(), as: UTF8.self)
    guard let account = body.firstMatch(of: /multi-([a-z]+)/)?.1 else {
      return HTTPResponse(status: 401)
    }
    let fixture = SignInFixture {
      $0.accountID = String(account)
      $0.userID = "user-\(account)"
      $0.email = "\(account)@example.com"
    }
    let tokens =
      #"{"id_token":"\#(fixture.idToken)","access_token":"\#(fixture.accessToken)","#
      + #""refresh_token":"renewed-refresh-\#(account)"}"#
    return HTTPResponse(status: 200, body: Data(tokens.utf8))
  }

  /// The answer to a request, with the server's date.
  func answer(to request: HTTPRequest) -> Result<HTTPResponse, HTTPError> {
    plainAnswer(to: request).map { response in
      guard let date = date.withLock({ $0 }) else { return response }
      return HTTPResponse(
        status: response.status, headers: [HTTPField("Date", HTTPDate.text(date))],
        body: response.body.reveal())
    }
  }

  private func plainAnswer(to request: HTTPRequest) -> Result<HTTPResponse, HTTPError> {
    if request.url.hasSuffix("/oauth/token") { return .success(renewal(of: request)) }
    if request.url.hasSuffix("/whoami") { return .success(owner(of: request)) }
    // What a relay that has moved answers: the token must not follow.
    if request.url.hasSuffix("/oauth/revoke") {
      let elsewhere = HTTPField("Location", "https://elsewhere.test/oauth/revoke")
      return .success(HTTPResponse(status: 307, headers: [elsewhere]))
    }
    let account = request.headers.reveal().value(of: "ChatGPT-Account-Id")
    guard request.url.hasSuffix("/wham/usage"), let account,
      let use = uses.withLock({ $0[account] })
    else { return .success(HTTPResponse(status: 404)) }
    let isOut = use.week >= 100 || use.hours >= 100
    let body = """
      {"plan_type":"\(use.plan)","rate_limit":{"allowed":\(!isOut),"limit_reached":\(isOut),
      "primary_window":{"used_percent":\(use.hours),"limit_window_seconds":18000,
      "reset_after_seconds":1,"reset_at":\(Self.resets.hours)},
      "secondary_window":{"used_percent":\(use.week),"limit_window_seconds":604800,
      "reset_after_seconds":1,"reset_at":\(Self.resets.week)}}}
      """
    return .success(HTTPResponse(status: 200, body: Data(body.utf8)))
  }
}

/// Seals nothing and checks everything: an export shows its passphrase, and opens only with it. The real
/// seal is tested where it is made; here it would only take time.
struct PlainSealer: PassphraseSealer {
  func seal(
    _ text: Redacted<[UInt8]>, with passphrase: Redacted<[UInt8]>, terms: SealingTerms,
    header: [UInt8]
  ) throws(SealingError) -> [UInt8] {
    mark(passphrase, header) + text.reveal()
  }

  func open(
    _ sealed: [UInt8], with passphrase: Redacted<[UInt8]>, terms: SealingTerms, header: [UInt8]
  ) throws(SealingError) -> Redacted<[UInt8]> {
    let mark = mark(passphrase, header)
    guard sealed.starts(with: mark) else { throw .wrongKey }
    return Redacted(Array(sealed.dropFirst(mark.count)))
  }

  private func mark(_ passphrase: Redacted<[UInt8]>, _ header: [UInt8]) -> [UInt8] {
    passphrase.reveal() + [0] + header + [0]
  }
}
