/// The accounts that the dashboard's documentation shows: one in every state.
package enum SampleAccounts {
  /// Seven accounts; `beta` has a dead sign-in. That `old` is off is for swop to say, not for a server.
  package static var all: [StandinAccount] {
    [
      account(
        "work-1", "work@acme.test", "team", short: (64, 2 * hour + 18 * minute),
        week: (71, 3 * day + 18 * hour)),
      account(
        "home", "me@home.test", "pro", short: (98, 4 * hour + 49 * minute),
        week: (46, day + 17 * hour)),
      account(
        "lab", "lab@uni.test", "plus", short: (15, 41 * minute), week: (58, 5 * day + 7 * hour)),
      account(
        "ops", "ops@acme.test", "team", short: (0, 3 * hour + 14 * minute),
        week: (33, 20 * hour + 58 * minute)),
      account("spare", "spare@box.test", "plus", short: (100, nil), week: (9, 3 * day + 5 * hour)),
      beta,
      StandinAccount("old", email: "old@mail.test", plan: "free", windows: [.week(used: 0)]),
    ]
  }

  private static let minute = 60
  private static let hour = 3_600
  private static let day = 86_400

  private static var beta: StandinAccount {
    var account = StandinAccount("beta", email: "beta@acme.test", plan: "team")
    account.isSignedOut = true
    return account
  }

  /// An account by percent left and seconds until the reset, nil for a window that has not started.
  private static func account(
    _ name: String, _ email: String, _ plan: String, short: (left: Double, reset: Int?),
    week: (left: Double, reset: Int)
  ) -> StandinAccount {
    // Half a minute more, so that a countdown in minutes shows the number for a while.
    StandinAccount(
      name, email: email, plan: plan,
      windows: [
        .fiveHours(used: 100 - short.left, resetsInSeconds: short.reset.map { $0 + 30 }),
        .week(used: 100 - week.left, resetsInSeconds: week.reset + 30),
      ])
  }
}
