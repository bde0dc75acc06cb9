import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("Telling notices once")
struct NoticeDeskTests {
  private let store: StateDatabase
  private let time = ManualTimeSource()
  private let sender = RecordingSender()
  private let events = RecordingEventSink()

  init() throws {
    store = try StateDatabase.inMemory()
  }

  @Test("what lasts is told once, however many processes look, and again when it comes back")
  func once() async {
    let desks = (0..<4).map { _ in desk() }
    await look(desks, .expired)
    await look(desks, .expired)
    #expect(sender.kinds == [.expired])

    await look(desks, .ready)
    await look(desks, .expired)

    #expect(sender.kinds == [.expired, .expired])
  }

  @Test("quota that comes back is told by the first process that sees it, also in another process")
  func quotaBack() async {
    await look([desk()], .ready)
    await look([desk()], .waiting)
    await look([desk(), desk()], .ready)

    #expect(sender.kinds == [.quotaBack])
  }

  @Test("no one is flooded: six in ten minutes and no more")
  func burst() async {
    let accounts = (0..<20).map { number in
      WatchedAccount(id: AccountID("\(number)"), label: "a\(number)", state: .expired)
    }
    let desk = desk()
    await desk.consider(accounts)
    await desk.finish()
    #expect(sender.kinds.count == 6)

    time.advance(by: .seconds(601))
    await look([desk], .expired)
    #expect(sender.kinds.count == 7)
  }

  @Test("a sender that fails leaves a warning, and the others are served all the same")
  func failure() async {
    let desk = desk(RecordingSender(problem: "The webhook answered 500 to a notice."), sender)

    await look([desk], .expired)

    #expect(sender.kinds == [.expired])
    #expect(events.events.map(\.message) == ["The webhook answered 500 to a notice."])
  }

  @Test("without senders nothing is looked at and nothing is claimed")
  func off() async throws {
    let desk = NoticeDesk(
      store: store, senders: [], events: events, time: time, timeZone: .gmt)
    await look([desk], .expired)

    #expect(try store.claimNotice("expired w", for: 60, now: time.now()))
  }

  private func desk(_ senders: any NoticeSender...) -> NoticeDesk {
    NoticeDesk(
      store: store, senders: senders.isEmpty ? [sender] : senders, events: events, time: time,
      timeZone: .gmt)
  }

  private func look(_ desks: [NoticeDesk], _ state: AccountState) async {
    let account = WatchedAccount(id: AccountID("w"), label: "work", state: state)
    await withTaskGroup(of: Void.self) { group in
      for desk in desks {
        group.addTask {
          await desk.consider([account])
          await desk.finish()
        }
      }
    }
  }
}

/// Keeps what it was to send.
final class RecordingSender: NoticeSender {
  private let sent = Mutex<[Notice]>([])
  private let problem: String?

  init(problem: String? = nil) {
    self.problem = problem
  }

  var kinds: [Notice.Kind] { sent.withLock { $0.map(\.kind) } }

  func send(_ notice: Notice) async -> String? {
    sent.withLock { $0.append(notice) }
    return problem
  }
}
