import EngineCore

/// An account of the stand-in as a test sets it up.
package struct StandinAccount: Hashable, Sendable {
  /// Its key in the stand-in, for example `work-1`; answers and the log name it.
  package var name: String
  /// The ChatGPT account id; two accounts may share one, as members of a workspace do.
  var accountID: String
  /// The ChatGPT user id.
  var userID: String
  /// The e-mail address.
  package var email: String
  /// The plan as the server names it.
  package var plan: String
  /// The main windows: primary first, two at most. Empty for an account without quota.
  package var windows: [StandinWindow]
  /// Limits beside the main one.
  var extraLimits: [StandinExtraLimit]
  /// Bought credits, nil for none.
  var credits: Credits?
  /// Banked resets, nil to leave them out of the answers.
  var bankedResets: Int?
  /// So many seconds after the account was added its banked resets end; nil for never.
  var bankedResetSeconds: Double?
  /// The server's verdict; nil to derive it from windows and credits.
  var isAllowed: Bool?
  /// Whether a limit is reached; nil to derive it from the windows.
  var isLimitReached: Bool?
  /// Percent of every main window that one answered turn costs.
  var stepPercent: Double
  /// What a turn answers; nil to echo the user's words.
  var reply: String?
  /// `workspace_backend_origin` of `accounts/check`.
  var workspaceOrigin: String
  /// `account_routing_override` of `accounts/check`.
  var routingOverride: String
  /// An API key that speaks for this account beside its sign-ins, nil for none.
  var apiKey: String?
  /// Whether its sign-in is dead: no bearer is accepted and no token is refreshed.
  package var isSignedOut: Bool

  /// An account with everything that a test does not care about filled in; the ids follow from the name.
  package init(
    _ name: String, accountID: String? = nil, userID: String? = nil, email: String? = nil,
    plan: String = "plus", windows: [StandinWindow] = [.fiveHours(used: 0), .week(used: 0)],
    stepPercent: Double = 1
  ) {
    self.name = name
    self.accountID = accountID ?? Self.uuid(of: "account " + name)
    self.userID = userID ?? "user-" + name
    self.email = email ?? name + "@standin.test"
    self.plan = plan
    self.windows = windows
    self.stepPercent = stepPercent
    extraLimits = []
    credits = nil
    bankedResets = nil
    bankedResetSeconds = nil
    isAllowed = nil
    isLimitReached = nil
    reply = nil
    workspaceOrigin = Self.defaultOrigin
    routingOverride = "NO_CONSTRAINT"
    apiKey = nil
    isSignedOut = false
  }

  // codex refuses any turn unless the origin is https. With two base addresses of different origins it
  // never connects there; with one it does, and then it must not be the real one.
  private static let defaultOrigin = "https://standin.invalid"

  private static func uuid(of text: String) -> String {
    let hex = StableHash.hexadecimal(text) + StableHash.hexadecimal("again " + text)
    let cuts = [0, 8, 12, 16, 20, 32]
    return zip(cuts, cuts.dropFirst()).map { hex.dropFirst($0).prefix($1 - $0) }
      .joined(separator: "-")
  }
}

extension StandinAccount: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, email, plan, windows, credits, reply
    case accountID = "account_id"
    case userID = "user_id"
    case extraLimits = "extra_limits"
    case bankedResets = "banked_resets"
    case bankedResetSeconds = "banked_reset_seconds"
    case isAllowed = "allowed"
    case isLimitReached = "limit_reached"
    case stepPercent = "step_percent"
    case workspaceOrigin = "workspace_origin"
    case routingOverride = "routing_override"
    case apiKey = "api_key"
    case isSignedOut = "signed_out"
  }

  /// Only `name` is required; whatever is missing has the value of the initialiser.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode(String.self, forKey: .name),
      accountID: try values.decodeIfPresent(String.self, forKey: .accountID),
      userID: try values.decodeIfPresent(String.self, forKey: .userID),
      email: try values.decodeIfPresent(String.self, forKey: .email))
    plan = try values.decodeIfPresent(String.self, forKey: .plan) ?? plan
    windows = try values.decodeIfPresent([StandinWindow].self, forKey: .windows) ?? windows
    extraLimits =
      try values.decodeIfPresent([StandinExtraLimit].self, forKey: .extraLimits) ?? []
    credits = try values.decodeIfPresent(Credits.self, forKey: .credits)
    bankedResets = try values.decodeIfPresent(Int.self, forKey: .bankedResets)
    bankedResetSeconds = try values.decodeIfPresent(Double.self, forKey: .bankedResetSeconds)
    isAllowed = try values.decodeIfPresent(Bool.self, forKey: .isAllowed)
    isLimitReached = try values.decodeIfPresent(Bool.self, forKey: .isLimitReached)
    stepPercent = try values.decodeIfPresent(Double.self, forKey: .stepPercent) ?? stepPercent
    reply = try values.decodeIfPresent(String.self, forKey: .reply)
    workspaceOrigin =
      try values.decodeIfPresent(String.self, forKey: .workspaceOrigin) ?? workspaceOrigin
    routingOverride =
      try values.decodeIfPresent(String.self, forKey: .routingOverride) ?? routingOverride
    apiKey = try values.decodeIfPresent(String.self, forKey: .apiKey)
    isSignedOut = try values.decodeIfPresent(Bool.self, forKey: .isSignedOut) ?? false
  }
}

/// A quota window as a test sets it up; its reset is relative to the moment the account is added.
package struct StandinWindow: Hashable, Sendable, Codable {
  /// The length of the period in seconds: 18,000 for 5 hours, 604,800 for a week.
  var lengthSeconds: Int
  /// Percent used, 0 or more.
  package var usedPercent: Double = 0
  /// Seconds until the reset; nil for a window that has not started.
  package var resetsInSeconds: Int?

  /// The 5-hour window.
  package static func fiveHours(used: Double, resetsInSeconds: Int? = nil) -> StandinWindow {
    StandinWindow(lengthSeconds: 18_000, usedPercent: used, resetsInSeconds: resetsInSeconds)
  }

  /// The 7-day window.
  package static func week(used: Double, resetsInSeconds: Int? = nil) -> StandinWindow {
    StandinWindow(lengthSeconds: 604_800, usedPercent: used, resetsInSeconds: resetsInSeconds)
  }

  private enum CodingKeys: String, CodingKey {
    case lengthSeconds = "length_seconds"
    case usedPercent = "used_percent"
    case resetsInSeconds = "resets_in_seconds"
  }
}

/// A limit beside the main one, as `wham/usage` lists it.
struct StandinExtraLimit: Hashable, Sendable, Codable {
  /// Its name, for example `GPT-5.3-Codex-Spark`.
  var name: String
  /// Its windows: primary first, two at most.
  var windows: [StandinWindow]
}

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
