import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("UsageService, when the server does not answer with a quota")
struct UsageFailureTests {
  private let limit = Duration.seconds(2)
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  /// An answer, the error it becomes, and when to ask again.
  struct Case: Sendable, CustomTestStringConvertible {
    let answer: Result<HTTPResponse, HTTPError>
    let error: ReadingError
    var retry: Double?
    var testDescription: String { error.message }
  }

  static let cases = [
    Case(
      answer: .success(.json("{}", status: 429)), error: .limited(label: "work", until: nil)),
    Case(
      answer: .success(.json("{}", status: 429, headers: [HTTPField("retry-after", "90")])),
      error: .limited(label: "work", until: nil), retry: 90),
    Case(
      answer: .success(
        .json(
          "{}", status: 429,
          headers: [HTTPField("Retry-After", "Fri, 15 Jan 2027 08:01:00 GMT")])),
      error: .limited(label: "work", until: nil), retry: 60),
    Case(
      answer: .success(
        .json(#"{"error":{"type":"usage_limit_reached","resets_at":1800000300}}"#, status: 429)),
      error: .limited(label: "work", until: nil), retry: 300),
    Case(
      answer: .success(.json(#"{"error":{"resets_in_seconds":1e18}}"#, status: 429)),
      error: .limited(label: "work", until: nil)),
    Case(
      answer: .success(.json("{}", status: 429, headers: [HTTPField("Retry-After", "never")])),
      error: .limited(label: "work", until: nil)),
    Case(
      answer: .success(.json("{}", status: 429, headers: [HTTPField("Retry-After", "-5")])),
      error: .limited(label: "work", until: nil)),
    Case(
      answer: .success(.json("{}", status: 500)), error: .server(label: "work", status: 500)),
    Case(
      answer: .success(.json("", status: 503, headers: [HTTPField("Retry-After", "7")])),
      error: .server(label: "work", status: 503), retry: 7),
    Case(
      answer: .failure(.unreachable(host: "h")),
      error: .network(label: "work", detail: "h could not be reached")),
    Case(
      answer: .failure(.unresolved(host: "h")),
      error: .network(label: "work", detail: "The name h could not be resolved")),
    Case(
      answer: .failure(.insecure(host: "h", detail: "bad certificate")),
      error: .network(
        label: "work", detail: "No secure connection to h: bad certificate")),
    Case(
      answer: .failure(.timedOutConnecting(host: "h")),
      error: .timedOut(label: "work", seconds: 2)),
    Case(
      answer: .failure(.timedOutAfterSending(host: "h")),
      error: .timedOut(label: "work", seconds: 2)),
    Case(
      answer: .failure(.tooLarge(host: "h")),
      error: .unreadable(
        label: "work", detail: "The answer of h is larger than swop accepts")),
    Case(
      answer: .success(.json("<html>a secret</html>")),
      error: .unreadable(label: "work", detail: "it is not JSON")),
    Case(
      answer: .success(.json("{}", status: 404)),
      error: .unreadable(label: "work", detail: "the server answered 404")),
    Case(
      answer: .success(.json("{}", status: 302)),
      error: .unreadable(label: "work", detail: "the server answered 302")),
  ]

  @Test(
    "is sorted, kept beside the last good reading, and told without its payload", arguments: cases)
  func sorted(item: Case) async throws {
    let answer = Mutex<Result<HTTPResponse, HTTPError>>(.success(.quota()))
    let world = try UsageWorld { request in
      request.asksForRouting ? .success(.routing()) : answer.withLock { $0 }
    }
    let work = try Account.labelled("work")
    let service = world.service()
    _ = await service.read(work, limit: limit)
    answer.withLock { $0 = item.answer }

    let outcome = await service.read(work, limit: limit)

    #expect(outcome == .failed(item.error.report, retryAt: item.retry.map { start + $0 }))
    #expect(
      try world.database.readings()[work.id]
        == StoredReading(
          reading: quotaReading(), failure: item.error.report, failedAt: start))
    #expect(world.told == [.readingTaken, .readingFailed])
    #expect(!world.events.events.contains { $0.message.contains("secret") })
    #expect(try world.condition(of: work) == nil)
  }

  @Test("401 is answered with newer credentials, once")
  func renewed() async throws {
    let world = try UsageWorld { request in
      if request.asksForRouting { return .success(.routing()) }
      let isOld = request.headers.reveal().value(of: "authorization") == "Bearer token-1"
      return .success(isOld ? .json("{}", status: 401) : .quota())
    }

    let outcome = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(outcome == .read(quotaReading()))
    #expect(world.credentials.renewals == 1)
    #expect(world.credentials.dead == [])
  }

  @Test("401 for newer credentials too: signed out, and the sign-in is marked dead")
  func signedOut() async throws {
    let world = try UsageWorld { request in
      .success(request.asksForRouting ? .routing() : .json("{}", status: 401))
    }
    let work = try Account.labelled("work")

    let outcome = await world.service().read(work, limit: limit)

    #expect(
      outcome == .failed(ReadingError.signedOut(label: "work").report, retryAt: nil))
    #expect(world.credentials.renewals == 1)
    #expect(world.credentials.dead == ["token-2"])
    #expect(world.asked.filter { $0.hasSuffix("/wham/usage") }.count == 2)
  }

  @Test("401 for the routing counts as 401 for the quota")
  func signedOutAtRouting() async throws {
    let world = try UsageWorld { _ in .success(.json("{}", status: 401)) }

    let outcome = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(outcome.failure?.code == "signed_out")
    #expect(world.credentials.renewals == 1)
    #expect(world.asked.allSatisfy { $0.hasSuffix("/wham/accounts/check") })
  }

  @Test("a dead session is not asked for, and its end is not told once more")
  func noCredentials() async throws {
    let expired = CredentialError.expired(label: "work", reason: "it was revoked")
    let world = try UsageWorld(credentials: ScriptedCredentials(first: .failure(expired))) { _ in
      .success(.quota())
    }

    let outcome = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(outcome == .failed(expired.report, retryAt: nil))
    #expect(world.asked == [])
    #expect(world.told == [])
  }

  @Test("a session that dies on renewal is not asked for again")
  func diesOnRenewal() async throws {
    let expired = CredentialError.expired(label: "work", reason: "it was revoked")
    let credentials = ScriptedCredentials(second: .failure(expired))
    let world = try UsageWorld(credentials: credentials) { request in
      .success(request.asksForRouting ? .routing() : .json("{}", status: 401))
    }

    let outcome = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(outcome == .failed(expired.report, retryAt: nil))
    #expect(world.asked.filter { $0.hasSuffix("/wham/usage") }.count == 1)
  }

  @Test(
    "402 and 403 block the account for everyone, told once, until a good reading",
    arguments: [402, 403])
  func refused(status: Int) async throws {
    let answer = Mutex(HTTPResponse.json(#"{"detail":"secret"}"#, status: status))
    let world = try UsageWorld { request in
      .success(request.asksForRouting ? .routing() : answer.withLock { $0 })
    }
    let work = try Account.labelled("work")
    let service = world.service()

    let first = await service.read(work, limit: limit)
    _ = await service.read(work, limit: limit)
    #expect(first.failure == ReadingError.refused(label: "work", status: status).report)
    #expect(
      try world.condition(of: work)
        == AccountCondition(blockedReason: "refused while reading its quota (\(status))"))
    #expect(world.told == [.readingFailed, .accountBlocked, .readingFailed])

    answer.withLock { $0 = .quota() }
    _ = await service.read(work, limit: limit)
    #expect(try world.condition(of: work) == nil)
  }

  @Test("a refusal of real work stays beside a reading that shows no change, for five minutes")
  func unchanged() async throws {
    let world = try UsageWorld { .success($0.asksForRouting ? .routing() : .quota()) }
    let work = try Account.labelled("work")
    let service = world.service()
    let known = try #require(await service.read(work, limit: limit).reading)
    try world.database.updateCondition(of: work.id) {
      $0.note(
        Refusal(cause: "limited", seenAt: start, until: start + 9_000, windows: known.windows))
    }

    world.time.advance(by: .seconds(60))
    _ = await service.read(work, limit: limit)
    #expect(try world.condition(of: work)?.blockedReason == "limited")

    world.time.advance(by: .seconds(240))
    _ = await service.read(work, limit: limit)
    #expect(try world.condition(of: work) == nil)
  }

  @Test("a refusal of real work is over with a later reading that shows less used")
  func fell() async throws {
    let world = try UsageWorld { .success($0.asksForRouting ? .routing() : .quota()) }
    let work = try Account.labelled("work")
    let service = world.service()
    let known = try #require(await service.read(work, limit: limit).reading)
    let fuller = known.windows.map {
      QuotaWindow(
        lengthSeconds: $0.lengthSeconds, usedPercent: $0.usedPercent + 1, resetsAt: $0.resetsAt)
    }
    try world.database.updateCondition(of: work.id) {
      $0.note(Refusal(cause: "limited", seenAt: start, until: start + 9_000, windows: fuller))
    }

    world.time.advance(by: .seconds(1))
    _ = await service.read(work, limit: limit)

    #expect(try world.condition(of: work) == nil)
  }

  @Test("a web page with 403 is something in between, not a refusal of the account")
  func challenge() async throws {
    let page = HTTPResponse(
      status: 403, headers: [HTTPField("content-type", "text/html; charset=UTF-8")],
      body: Data("<!DOCTYPE html>".utf8))
    let world = try UsageWorld { .success($0.asksForRouting ? .routing() : page) }
    let work = try Account.labelled("work")

    let outcome = await world.service().read(work, limit: limit)

    #expect(outcome.failure?.code == "unreadable")
    #expect(try world.condition(of: work) == nil)
  }

  @Test(
    "where swop's own client fails, codex is asked instead; where the server speaks, it is not",
    arguments: [
      (Result<HTTPResponse, HTTPError>.failure(.insecure(host: "h", detail: "x")), true),
      (.failure(.unavailable(detail: "no curl")), true),
      (.failure(.malformed(host: "h", detail: "x")), true), (.success(.json("junk")), true),
      (.success(.json("{}", status: 404)), true), (.success(.json("{}", status: 500)), false),
      (.success(.json("{}", status: 403)), false), (.success(.json("{}", status: 429)), false),
      (.failure(.unreachable(host: "h")), false),
      (.failure(.timedOutAfterSending(host: "h")), false),
    ])
  func fallback(answer: Result<HTTPResponse, HTTPError>, isAsked: Bool) async throws {
    let other = QuotaReading(
      readAt: start, source: .appServer, isAllowed: true, isLimitReached: false, windows: [])
    let world = try UsageWorld { $0.asksForRouting ? .success(.routing()) : answer }
    let work = try Account.labelled("work")
    let service = world.service(fallback: { _ in other })

    let outcome = await service.read(work, limit: limit)

    #expect((outcome == .read(other)) == isAsked)
    #expect(try (world.database.readings()[work.id]?.reading == other) == isAsked)
  }

  @Test("when codex cannot read it either, the failure of swop's own client is told")
  func fallbackFails() async throws {
    let world = try UsageWorld { .success($0.asksForRouting ? .routing() : .json("junk")) }
    let service = world.service(fallback: { (_) async throws(ReadingError) in
      throw .server(label: "work", status: 500)
    })

    let outcome = await service.read(try Account.labelled("work"), limit: limit)

    #expect(outcome.failure?.code == "unreadable")
  }

  @Test("no secret reaches an outcome, an event or the store")
  func secrets() async throws {
    let world = try UsageWorld { request in
      request.asksForRouting ? .success(.routing()) : .success(.json("token-1", status: 500))
    }
    let work = try Account.labelled("work")

    let outcome = await world.service().read(work, limit: limit)

    let everything = "\(outcome) \(world.events.events) \(try world.database.readings())"
    #expect(!everything.contains("token-1"))
  }
}
