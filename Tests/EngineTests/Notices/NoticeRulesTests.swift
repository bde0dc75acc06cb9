import EngineCore
import Testing

@testable import Engine

@Suite("What is worth telling")
struct NoticeRulesTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)

  struct Case: Sendable, CustomTestStringConvertible {
    let state: AccountState
    let steps: [NoticeStep]
    var testDescription: String { state.rawValue }
  }

  static let cases: [Case] = [
    Case(
      state: .expired,
      steps: [
        .raise(
          mark: "expired w",
          Notice(
            .expired, label: "work",
            message: "The session of work has expired. Sign in again: swop relogin work"))
      ]),
    Case(
      state: .blocked,
      steps: [
        .clear("expired w"),
        .raise(
          mark: "blocked w",
          Notice(
            .blocked, label: "work", message: "The server refuses work until 2027-01-15 09:00.")),
      ]),
    Case(state: .waiting, steps: [.clear("expired w"), .clear("blocked w"), .mark("waiting w")]),
    Case(state: .ready, steps: usable), Case(state: .low, steps: usable),
    Case(state: .inUse, steps: usable), Case(state: .unknown, steps: []),
    Case(
      state: .off, steps: [.clear("expired w"), .clear("blocked w"), .clear("waiting w")]),
  ]

  private static let usable: [NoticeStep] = [
    .clear("expired w"), .clear("blocked w"),
    .settle(
      mark: "waiting w",
      Notice(.quotaBack, label: "work", message: "work can be used again.")),
  ]

  @Test("every state of an account has its steps", arguments: cases)
  func states(_ test: Case) {
    let account = Self.account("w", test.state, until: Self.now + 3_600)

    #expect(NoticeRules.steps(for: [account], at: Self.now, in: .gmt) == test.steps)
  }

  @Test(
    "the pool is told of when it is next to empty, and forgotten when it has recovered",
    arguments: [
      ([("a", AccountState.ready, 9.0), ("b", .low, 11)], "10% left on average"),
      ([("a", .ready, 8), ("b", .waiting, 0)], "4% left on average"),
      ([("a", .waiting, 0)], "No account has quota left now."),
      ([("a", .ready, 30), ("b", .expired, 0)], nil), ([("a", .ready, 15)], nil),
      ([("a", .expired, 0)], nil), ([], nil),
    ] as [([(String, AccountState, Double)], String?)])
  func pool(accounts: [(String, AccountState, Double)], said: String?) {
    let watched = accounts.map { Self.account($0.0, $0.1, left: $0.2) }
    let raised = NoticeRules.steps(for: watched, at: Self.now, in: .gmt).compactMap { step in
      if case .raise("pool", let notice) = step { notice.message } else { nil }
    }

    #expect(raised.count == (said == nil ? 0 : 1))
    #expect(raised.first?.contains(said ?? "") ?? true)
  }

  @Test("the mark of the pool goes only when it is well above, so that it does not flap")
  func hysteresis() {
    func clears(_ left: Double) -> Bool {
      NoticeRules.steps(for: [Self.account("a", .ready, left: left)], at: Self.now, in: .gmt)
        .contains(.clear("pool"))
    }

    #expect(!clears(20) && clears(20.5))
  }

  @Test("a banked reset is told of three days before its end, and not after it")
  func resets() {
    let ends = [-1, 60, 3 * 86_400, 3 * 86_400 + 1].map { Self.now + $0 }
    let account = WatchedAccount(
      id: AccountID("w"), label: "work", state: .unknown, bankedResetsEnd: ends)
    let marks = NoticeRules.steps(for: [account], at: Self.now, in: .gmt).compactMap { step in
      if case .raise(let mark, _) = step { mark } else { nil }
    }

    #expect(marks == ["reset w 2027-01-15T08:01:00Z", "reset w 2027-01-18T08:00:00Z"])
  }

  @Test("a notice is one short sentence that no terminal or desktop trips over")
  func sentences() {
    let notice = Notice(
      .blocked, label: "a\u{1B}b", message: String(repeating: "x", count: 999) + "\u{202E}")

    #expect(notice.label == "ab" && notice.message.count == 300)
  }

  static func account(
    _ id: String, _ state: AccountState, left: Double? = nil, until: Date? = nil
  ) -> WatchedAccount {
    WatchedAccount(
      id: AccountID(id), label: "work", state: state, left: left, blockedUntil: until)
  }
}
