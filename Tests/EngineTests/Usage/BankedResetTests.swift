import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Asking for the ends of banked resets")
final class BankedResetTests: Sendable {
  private static let ends = [Date(timeIntervalSince1970: 1_800_086_400)]
  private let banked = Mutex(2)
  private let limit = Duration.seconds(2)

  @Test("an answer holds for hours, and as long as their number stays")
  func remembered() async throws {
    let world = try world { .json(#"{"credits":[{"expires_at":"2027-01-16T08:00:00Z"}]}"#) }
    let service = world.service(asksForResetEnds: true)

    #expect(await ends(service, world) == Self.ends)
    world.time.advance(by: .seconds(6 * 3_600 - 1))
    #expect(await ends(service, world) == Self.ends)
    #expect(questions(world) == 1)

    banked.withLock { $0 = 1 }
    #expect(await ends(service, world) == Self.ends)
    #expect(questions(world) == 2)
    world.time.advance(by: .seconds(6 * 3_600 + 1))
    #expect(await ends(service, world) == Self.ends)
    #expect(questions(world) == 3)
    #expect(try world.database.readings().values.first?.reading?.bankedResetsEnd == Self.ends)
  }

  @Test(
    "nothing is asked unless someone wants to know and there are some", arguments: [true, false])
  func notAsked(isWanted: Bool) async throws {
    let world = try world { .json("{}") }
    if isWanted { banked.withLock { $0 = 0 } }

    #expect(await ends(world.service(asksForResetEnds: isWanted), world) == nil)
    #expect(questions(world) == 0)
  }

  @Test("a refusal costs the ends and not the reading, and an hour's rest", arguments: [500, 200])
  func refused(status: Int) async throws {
    let world = try world { .json("no", status: status) }
    let service = world.service(asksForResetEnds: true)

    #expect(await ends(service, world) == nil)
    world.time.advance(by: .seconds(3_599))
    #expect(await ends(service, world) == nil)
    #expect(questions(world) == 1)
    world.time.advance(by: .seconds(2))
    #expect(await ends(service, world) == nil)
    #expect(questions(world) == 2)
    #expect(!world.told.contains(.readingFailed))
  }

  private func world(_ answer: @escaping @Sendable () -> HTTPResponse) throws -> UsageWorld {
    try UsageWorld { request in
      if request.asksForRouting { return .success(.routing()) }
      if Self.asksForResets(request.url) { return .success(answer()) }
      let count = self.banked.withLock { $0 }
      return .success(
        .json(#"{"plan_type":"plus","rate_limit_reset_credits":{"available_count":\#(count)}}"#))
    }
  }

  private func ends(_ service: UsageService, _ world: UsageWorld) async -> [Date]? {
    guard let account = try? Account.labelled("work"),
      case .read(let reading) = await service.read(account, limit: limit)
    else {
      Issue.record("there is no reading")
      return nil
    }
    return reading.bankedResetsEnd
  }

  private func questions(_ world: UsageWorld) -> Int {
    world.asked.count(where: Self.asksForResets)
  }

  private static func asksForResets(_ url: String) -> Bool {
    url.hasSuffix("/wham/rate-limit-reset-credits")
  }
}
