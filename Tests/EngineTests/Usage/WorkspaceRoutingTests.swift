import EngineCore
import EngineProxy
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Workspace routing")
struct WorkspaceRoutingTests {
  private let limit = Duration.seconds(2)

  @Test("an account bound to an origin and a region is asked there, with the header")
  func bound() async throws {
    let world = try UsageWorld { request in
      .success(
        request.asksForRouting
          ? .routing(origin: #""https://gov.chatgpt.com""#, override: #""us_cr""#) : .quota())
    }

    _ = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(
      world.asked == [
        "https://chatgpt.com/backend-api/wham/accounts/check",
        "https://gov.chatgpt.com/backend-api/wham/usage",
      ])
    #expect(overrides(world) == [nil, "us_cr"])
  }

  @Test("where the user names the backend, requests stay there and only the header is applied")
  func overridden() async throws {
    let world = try UsageWorld { request in
      .success(
        request.asksForRouting
          ? .routing(origin: #""https://gov.chatgpt.com""#, override: #""us""#) : .quota())
    }
    let backend = ChatGPTBackend(override: "http://127.0.0.1:9/backend-api/")

    _ = await world.service(backend: backend).read(try Account.labelled("work"), limit: limit)

    #expect(
      world.asked == [
        "http://127.0.0.1:9/backend-api/wham/accounts/check",
        "http://127.0.0.1:9/backend-api/wham/usage",
      ])
    #expect(overrides(world) == [nil, "us"])
  }

  @Test(
    "no token goes to anything but a plain https origin",
    arguments: [
      #""http://gov.chatgpt.com""#, #""https://""#, #""https://evil@chatgpt.com""#,
      #""https://chatgpt.com/evil""#, #""https://chatgpt.com?x""#, #""ftp://chatgpt.com""#,
      #""chatgpt.com""#, #""https://a b""#, "null", "7", #""""#, #""https://x#y""#,
    ])
  func unsafeOrigin(origin: String) async throws {
    let world = try UsageWorld { request in
      .success(request.asksForRouting ? .routing(origin: origin, override: #""us""#) : .quota())
    }

    _ = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(world.asked.last == "https://chatgpt.com/backend-api/wham/usage")
    #expect(overrides(world).last == "us")
  }

  @Test(
    "a routing that is unknown is not passed on",
    arguments: ["\"eu\\r\\nx: y\"", "\"eu\"", "null"])
  func unknownOverride(override: String) async throws {
    let world = try UsageWorld { request in
      .success(request.asksForRouting ? .routing(override: override) : .quota())
    }

    _ = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(overrides(world) == [nil, nil])
  }

  @Test("the answer holds for a day, also in another process")
  func cached() async throws {
    let world = try UsageWorld { request in
      .success(
        request.asksForRouting ? .routing(origin: #""https://gov.chatgpt.com""#) : .quota())
    }
    let work = try Account.labelled("work")

    _ = await world.service().read(work, limit: limit)
    world.time.advance(by: .seconds(86_400))
    _ = await world.service().read(work, limit: limit)
    #expect(lookups(world) == 1)
    #expect(world.asked.last == "https://gov.chatgpt.com/backend-api/wham/usage")

    world.time.advance(by: .seconds(1))
    _ = await world.service().read(work, limit: limit)
    #expect(lookups(world) == 2)
  }

  @Test(
    "a lookup that fails does not keep the quota from being read, and rests for five minutes",
    arguments: [
      Result<HTTPResponse, HTTPError>.success(.json("{}", status: 500)),
      .success(.json("{}", status: 404)), .success(.json("junk")),
      .success(.json(#"{"accounts":[{"id":"other"}]}"#)), .success(.json(#"{"accounts":7}"#)),
      .failure(.timedOutAfterSending(host: "h")),
    ])
  func failing(answer: Result<HTTPResponse, HTTPError>) async throws {
    let world = try UsageWorld { $0.asksForRouting ? answer : .success(.quota()) }
    let work = try Account.labelled("work")
    let service = world.service()

    let outcome = await service.read(work, limit: limit)
    #expect(outcome == .read(quotaReading()))
    #expect(world.asked.last == "https://chatgpt.com/backend-api/wham/usage")

    world.time.advance(by: .seconds(300))
    _ = await service.read(work, limit: limit)
    #expect(lookups(world) == 1)
    world.time.advance(by: .seconds(1))
    _ = await service.read(work, limit: limit)
    #expect(lookups(world) == 2)
  }

  @Test("while the lookup fails, the last answer still holds")
  func lastAnswer() async throws {
    let answer = Mutex(HTTPResponse.routing(origin: #""https://gov.chatgpt.com""#))
    let world = try UsageWorld { request in
      .success(request.asksForRouting ? answer.withLock { $0 } : .quota())
    }
    let work = try Account.labelled("work")
    let service = world.service()
    _ = await service.read(work, limit: limit)
    answer.withLock { $0 = .json("{}", status: 500) }
    world.time.advance(by: .seconds(100_000))

    _ = await service.read(work, limit: limit)

    #expect(lookups(world) == 2)
    #expect(world.asked.last == "https://gov.chatgpt.com/backend-api/wham/usage")
  }

  @Test("credentials without an account id are not looked up")
  func noAccountID() async throws {
    let token = Credentials.token("token-1", accountID: nil)
    let world = try UsageWorld(credentials: ScriptedCredentials(first: .success(token))) { _ in
      .success(.quota())
    }

    _ = await world.service().read(try Account.labelled("work"), limit: limit)

    #expect(world.asked == ["https://chatgpt.com/backend-api/wham/usage"])
    #expect(world.transport.requests[0].headers.reveal().value(of: "ChatGPT-Account-Id") == nil)
  }

  private func lookups(_ world: UsageWorld) -> Int {
    world.asked.filter { $0.hasSuffix("/wham/accounts/check") }.count
  }

  private func overrides(_ world: UsageWorld) -> [String?] {
    world.transport.requests.map {
      $0.headers.reveal().value(of: "x-openai-account-routing-override")
    }
  }
}
